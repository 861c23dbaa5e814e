import {
  AcontoPlans,
  type AcontoShare,
  type Bill,
  billedOf,
  type Contract,
  energinet,
  type Gsrn,
  type Instant,
  LocalDate,
  MarketCalendar,
  Outbox,
  ParkedParts,
  type Period,
  Portfolio,
  runCorrections,
  runSettlement,
  SettlementRunStore,
  SpotPriceStore,
  type StoredLine,
  takeAcontoPlans,
  type Totals
} from "@datahub-settlement/core"
import { memorySettlementRunStore, nanoOf, spotOf } from "@datahub-settlement/core/testing"
import { expect } from "@effect/vitest"
import { Effect } from "effect"
import { randomUUID } from "node:crypto"
import { type CastPoint, processWorld } from "../processes/processWorld.ts"
import { us } from "../serve/serveProcess.ts"
import { tellingIn } from "./telling.ts"

/** A metering point of the simulated world, as `GET /admin/points` names it. */
export interface EdgePoint extends CastPoint {
  readonly type: string
  readonly resolution: "PT1H" | "PT15M"
  readonly supplier: string
  readonly children: number
  /** Production of the same customer, or the consumption that belongs to it. */
  readonly linked?: Gsrn
}

/** What a home has besides its consumption: nothing, production, or a heating point. */
export type Home = "plain" | "solar" | "heated"

const homeOf = ({ children, linked }: EdgePoint): Home =>
  children > 0 ? "heated" : linked === undefined ? "plain" : "solar"

/** Danish midnight of a date. */
export const day = (date: string): Instant => MarketCalendar.startOfDay(LocalDate.make(date))

/** From one Danish midnight to another. */
export const days = (from: string, to: string): Period => ({ from: day(from), to: day(to) })

/** `month("2025-01")` */
export const month = (name: string): Period => MarketCalendar.monthPeriod(LocalDate.make(`${name}-01`))

/**
 * A host (pollers, parser, PostgreSQL, outbox, processes) beside a simulated DataHub in which nothing happens by chance:
 * what the tests tell goes over HTTP into DataHub's queues and from there the whole way into the store. Time stands still
 * but for `leap` and `pass`.
 *
 * Settlement is that of the program: `settle` a month, let `correct` settle what was noted since, and `expectBilledIsFresh`
 * holds the sum of all that was billed against one settlement of what is known now.
 *
 * The charges have the simulator's own prices; without `prices` they have none until `tellPrices` says some, which is
 * quicker than to replace them.
 */
export const edgeWorld = Effect.fnUntraced(function* (
  startsAt: string,
  { historyDays = 14, points = 16, prices = true, scenario = "steady" } = {}
) {
  const world = yield* processWorld(scenario, startsAt, { points, historyDays, prices })
  const { datahub, run } = world
  const taken = new Set<string>()
  const all: ReadonlyArray<EdgePoint> = yield* datahub.call("points?limit=1000")

  /** Puts a document of ours into the outbox by this, and lets its way to DataHub fail once: it goes out when time goes on. */
  const failsToSend = <E>(request: Effect.Effect<unknown, E>) =>
    Effect.gen(function* () {
      yield* datahub.call("inject-error", { status: 503, operation: "submit" })
      yield* request
      yield* run(Outbox.use((outbox) => outbox.list({ state: "waiting", limit: 1 }))).pipe(
        Effect.repeat({ until: ([entry]) => entry?.problem !== undefined })
      )
    })

  /** Starts a scenario of the simulator; the metering points by their part, which no other story gets. */
  const play = Effect.fnUntraced(function* (name: string) {
    const { roles }: { readonly roles: Readonly<Record<string, EdgePoint>> } = yield* datahub.call("scenario", { name })
    for (const { gsrn } of Object.values(roles)) taken.add(gsrn)
    return roles
  })

  /** A household of ours or the other supplier's that no story has yet. */
  const take = (
    whose: "ours" | "other",
    fits: (point: EdgePoint) => boolean = () => true,
    home: Home = "plain"
  ): EdgePoint => {
    const found = all.find(
      (point) =>
        point.type === "E17" &&
        homeOf(point) === home &&
        !taken.has(point.gsrn) &&
        (point.supplier === us) === (whose === "ours") &&
        fits(point)
    )
    if (found === undefined) throw new Error(`The world has no more households of ${whose}: give it more points.`)
    taken.add(found.gsrn)
    return found
  }

  /** What a point uses by local hour, kWh: on all days; or on one that has passed. What has passed is registered anew. */
  const tellReadings = (gsrn: Gsrn, kwhByHour: ReadonlyArray<string>, on?: string) =>
    tellReadingsOf([gsrn], kwhByHour, on)
  const tellReadingsOf = Effect.fnUntraced(function* (
    gsrns: ReadonlyArray<Gsrn>,
    kwhByHour: ReadonlyArray<string>,
    on?: string
  ) {
    const hourlyWh = kwhByHour.map((kwh) => nanoOf(kwh) / 1_000_000)
    for (const gsrn of gsrns) {
      yield* datahub.call("readings", { gsrn, hourlyWh, ...(on === undefined ? {} : { day: on }) })
    }
    yield* world.settled
  })

  /** Records spot prices of both price areas: one price, or 24 by local hour. */
  const recordSpot = (period: Period, dkkPerKwh: string | ReadonlyArray<string>) =>
    run(
      SpotPriceStore.use((store) =>
        Effect.forEach(["DK1", "DK2"] as const, (priceArea) =>
          store.record(spotOf({ period, dkkPerKwh, priceArea }), "edge cases")
        )
      )
    )

  /** Records what is agreed with a customer, as an import does; `signUp` records its own. */
  const recordContract = (contract: Contract) =>
    run(Portfolio.use((portfolio) => portfolio.record({ contracts: [contract] })))

  /** Records what is paid in advance by the quarter, as an import does; `signUp` records its own. */
  const agreeQuarter = (gsrn: Gsrn, from: Instant, amountOere: number) =>
    run(takeAcontoPlans({ plans: [{ gsrn, from, agreedFrom: from, interval: "quarter", amountOere }] }, "edge cases"))

  /** What is prepaid for the quarter in which a day lies, as it was reckoned each time. */
  const prepaidFor = (gsrn: Gsrn, date: string): Effect.Effect<ReadonlyArray<AcontoShare>> =>
    Effect.map(Effect.orDie(run(AcontoPlans.use((store) => store.history(gsrn)))), (shares) =>
      shares.filter(({ period }) => period.from <= day(date) && day(date) < period.to)
    )

  /** What waits for something else, as `571… waits for point/571…`, sorted. */
  const parked = Effect.map(run(ParkedParts.use((parts) => parts.list(1000))), (all) =>
    [...new Set(all.map(({ part, waitsFor }) => `${part} waits for ${waitsFor}`))].sort()
  )

  /** Settles and bills a period of the whole portfolio. */
  const settle = (period: Period) => run(runSettlement({ runId: randomUUID(), period }))

  /** Settles every correction that is due; none of the points may fail. */
  const correct = Effect.gen(function* () {
    const corrected = yield* run(runCorrections({ drawRunId: () => randomUUID() }))
    expect(corrected.runs.map(({ progress }) => progress.failed)).toEqual(corrected.runs.map(() => 0))
    return corrected
  })

  /** All that was billed of a point for a period, corrections too. */
  const billed = (gsrn: Gsrn, period: Period): Effect.Effect<Bill> => Effect.orDie(run(billedOf(gsrn, period)))

  /** Lines of one run, a correction run's as the changes of the bill. */
  const linesOf = (gsrn: Gsrn, runId: string): Effect.Effect<ReadonlyArray<StoredLine>> =>
    Effect.orDie(run(SettlementRunStore.use((store) => store.lines(runId, { gsrn }))))

  /** The bill that a first settlement of the period would make now. It fails where the point cannot be settled. */
  const fresh = (gsrn: Gsrn, period: Period): Effect.Effect<Bill> =>
    Effect.gen(function* () {
      const { run: settled } = yield* runSettlement({ runId: randomUUID(), period })
      const own = yield* SettlementRunStore.use((store) => store.failures(settled.runId, { gsrn }))
      if (own.length > 0) throw new Error(`${gsrn}: ${own.map(({ message }) => message).join(" ")}`)
      return yield* billedOf(gsrn, period)
    }).pipe(Effect.provide(memorySettlementRunStore), Effect.orDie, run)

  /** Every line in Wh, exact units and øre, and subtotal, VAT and total, for each of these periods. */
  const expectBilledIsFresh = Effect.fnUntraced(function* (gsrn: Gsrn, ...periods: ReadonlyArray<Period>) {
    for (const period of periods) {
      expect(comparable(yield* billed(gsrn, period))).toEqual(comparable(yield* fresh(gsrn, period)))
    }
  })

  /** Lines, subtotal, VAT and total of what was billed, against figures reckoned by hand and a fresh settlement. */
  const expectBill = Effect.fnUntraced(function* (gsrn: Gsrn, period: Period, { lines, ...totals }: HandFigures) {
    const bill = yield* billed(gsrn, period)
    expect(oereOf(bill)).toEqual(lines)
    expect(bill).toMatchObject(totals)
    yield* expectBilledIsFresh(gsrn, period)
  })

  return {
    ...world,
    ...tellingIn(world),
    failsToSend,
    all,
    play,
    take,
    tellReadings,
    tellReadingsOf,
    parked,
    recordSpot,
    recordContract,
    agreeQuarter,
    prepaidFor,
    settle,
    correct,
    billed,
    linesOf,
    fresh,
    expectBilledIsFresh,
    expectBill
  }
})

/** A bill reckoned by hand: øre, lines by the names of `oereOf`. */
export interface HandFigures extends Totals {
  readonly lines: Readonly<Record<string, number>>
}

/** What `edgeWorld` gives. */
export type EdgeWorld = Effect.Success<ReturnType<typeof edgeWorld>>

const comparable = ({ lines, subtotalOere, totalOere, vatOere }: Bill) => ({
  lines: lines.toSorted((a, b) => (`${a.id} ${a.pricedGsrn}` < `${b.id} ${b.pricedGsrn}` ? -1 : 1)),
  subtotalOere,
  vatOere,
  totalOere
})

/** Øre by what the line is: `energy` and `subscription` (ours), `grid` and `grid/month`, or the code of Energinet's charge. Zero is left out. */
export const oereOf = ({
  lines
}: {
  readonly lines: ReadonlyArray<Pick<StoredLine, "id" | "amountOere">>
}): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {}
  for (const { amountOere, id } of lines) {
    if (amountOere !== 0) sums[nameOf(id)] = (sums[nameOf(id)] ?? 0) + amountOere
  }
  return sums
}

const nameOf = (id: string): string => {
  const [owner, type, code] = id.split("/")
  if (owner === "product" || owner === "production") return type!
  return owner === energinet ? code! : type === "D01" ? "grid/month" : "grid"
}
