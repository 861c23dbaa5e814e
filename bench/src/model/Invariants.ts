import {
  type Bill,
  billedOf,
  clip,
  endOf,
  failurePages,
  type Gsrn,
  joinEqual,
  MarketCalendar,
  type Period,
  Portfolio,
  type RunId,
  runSettlement,
  type StoredFailure,
  type Validity
} from "@datahub-settlement/core"
import { memorySettlementRunStore, runIdOf } from "@datahub-settlement/core/testing"
import { Effect, Layer, Stream } from "effect"
import { Broken } from "./Broken.ts"
import { cast, type CastPoint, settledWith } from "./cast.ts"
import { expectAgreed } from "./expectAgreed.ts"
import { expectLastBills } from "./expectLastBill.ts"
import { expectPrepaid } from "./expectPrepaid.ts"
import { expectTold } from "./expectTold.ts"
import { type Known, type KnownRun, readKnown, readRuns, textOf } from "./known.ts"
import { dayAt, type Month, months } from "./modelCalendar.ts"
import { modelBill } from "./modelBill.ts"
import type { Stage } from "./Stage.ts"
import type { Story } from "./Story.ts"

/** What a settlement of today comes to for each point of a month, beside what was billed. */
interface MonthBills {
  readonly month: Month
  readonly bills: ReadonlyArray<{ readonly point: CastPoint; readonly billed: Bill; readonly fresh: Bill }>
  readonly failures: ReadonlyArray<StoredFailure>
}

const gsrns: ReadonlyArray<Gsrn> = cast.map(({ gsrn }) => gsrn)

/** What has to hold after every step, with a memory of the runs that were seen. */
export class Invariants {
  private readonly seen = new Map<string, string>()
  private readonly checkedRuns = new Set<RunId>()

  async hold(stage: Stage): Promise<void> {
    const { figures, story, system } = stage
    figures.invariantChecks += 1
    const known = await system.look(readKnown)
    expectTold(story, known)
    expectPrepaid(story, known)
    expectAgreed(story, known)
    await expectLastBills(stage, known)
    const runs = await system.look(readRuns)
    for (const run of runs) await this.expectUnchanged(stage, run)
    const finished = new Set(
      runs
        .filter(({ progress, run }) => run.kind === "settlement" && progress.finishedAt !== undefined)
        .map(({ run }) => run.period.from)
    )
    for (const month of months.filter(({ period }) => finished.has(period.from))) {
      const settled = await system.look(billsOf(month))
      expectBilled(settled, known)
      expectByHand(settled, known, story)
    }
  }

  private async expectUnchanged(stage: Stage, { lines, progress, run }: KnownRun): Promise<void> {
    for (const [gsrn, own] of Map.groupBy(lines, (line) => line.gsrn)) {
      const key = `${run.runId} ${gsrn}`
      const text = textOf(own)
      const before = this.seen.get(key)
      if (before !== undefined && before !== text)
        throw new Broken("runs never change", `lines of run ${key} were ${before} and are ${text}`)
      this.seen.set(key, text)
    }
    for (const key of this.seen.keys()) {
      const [runId, gsrn] = key.split(" ")
      if (runId === run.runId && !lines.some((line) => line.gsrn === gsrn))
        throw new Broken("runs never change", `lines of run ${key} are gone`)
    }
    if (run.kind !== "settlement" || progress.finishedAt === undefined || this.checkedRuns.has(run.runId)) return
    this.checkedRuns.add(run.runId)
    const then = await stage.system.look(Portfolio.use((portfolio) => portfolio.versions(gsrns, run.asOf)))
    for (const line of lines) {
      const supply = joinEqual(then.get(line.gsrn)?.supply ?? [], () => true)
      if (!isWithin(line, supply))
        throw new Broken(
          "nothing outside supply",
          `run ${run.runId}: ${line.id} of ${line.gsrn} from ${MarketCalendar.localDateOf(line.from)} to ` +
            `${MarketCalendar.localDateOf(line.to - 1)}, supplied ${textOf(supply)}`
        )
    }
  }
}

const isWithin = (line: Period, supply: ReadonlyArray<Validity>): boolean =>
  supply.some((one) => one.from <= line.from && line.to <= endOf(one))

/** Settles a month anew, in a store of its own that is gone afterwards, beside what was billed of it. */
const billsOf = (month: Month) =>
  Effect.gen(function* () {
    const billed = yield* Effect.forEach(gsrns, (gsrn) => billedOf(gsrn, month.period))
    const runId = runIdOf(9_000_000)
    const [fresh, failures] = yield* Effect.gen(function* () {
      yield* runSettlement({ runId, period: month.period })
      const bills = yield* Effect.forEach(gsrns, (gsrn) => billedOf(gsrn, month.period))
      return [bills, yield* Stream.runCollect(failurePages(runId))] as const
    }).pipe(Effect.provide(Layer.fresh(memorySettlementRunStore)))
    const bills = cast.map((point, index) => ({ point, billed: billed[index]!, fresh: fresh[index]! }))
    return { month, bills, failures } satisfies MonthBills
  })

const billText = ({ lines, subtotalOere, totalOere, vatOere }: Bill): string =>
  [
    ...lines
      .map(
        ({ amountOere, exactUnits, id, kind, pricedGsrn, quantityWh, vatClass }) =>
          `${kind} ${id} ${pricedGsrn} ${vatClass}: ${quantityWh} Wh, ${exactUnits}, ${amountOere} øre`
      )
      .sort(),
    `${subtotalOere} + ${vatOere} = ${totalOere} øre`
  ].join("\n")

/** Where what was billed is not what is known, a correction is due; where the month cannot be settled, the bill stands. */
const expectBilled = ({ bills, failures, month }: MonthBills, { due }: Known): void => {
  const failed = new Set(failures.map(({ gsrn }) => gsrn))
  for (const { billed, fresh, point } of bills) {
    if (failed.has(point.gsrn) || billText(billed) === billText(fresh)) continue
    const isDue = due.some(
      (one) =>
        settledWith(point).includes(one.gsrn) &&
        (clip(one.period, month.period) !== undefined || (point.isHeated === true && one.period.from < month.period.to))
    )
    if (!isDue)
      throw new Broken(
        "billed is what is known",
        `${point.name}, ${month.name}, and no correction is due\nbilled:\n${billText(billed)}\nanew:\n${billText(fresh)}`
      )
  }
}

/** A settlement of today is what DataHub's word comes to by hand: energy of the time that is ours and no other, exact. */
const expectByHand = ({ bills, failures, month }: MonthBills, known: Known, story: Story): void => {
  const facts = story.knownFacts
  const failed = new Set(failures.map(({ gsrn }) => gsrn))
  for (const { fresh, point } of bills) {
    if (
      failed.has(point.gsrn) ||
      !settledWith(point).every((gsrn) => story.isToldOf(gsrn)) ||
      !isAgreedThroughout(point, known)
    )
      continue
    const byHand = modelBill(facts, point, known.points.get(point.gsrn)?.contracts ?? [], month)
    const lines = new Map(fresh.lines.map((line) => [nameOfLine(line.id), line]))
    const sums = [...new Set([...byHand.keys(), ...lines.keys()])].map((id) => {
      const { units, wh } = byHand.get(id) ?? { units: 0n, wh: 0 }
      const { exactUnits = 0n, quantityWh = 0 } = lines.get(id) ?? {}
      return { what: `${point.name}, ${month.name}, ${id}`, units, exactUnits, wh, quantityWh }
    })
    const outside = sums.find(({ quantityWh, wh }) => quantityWh !== wh)
    if (outside !== undefined) {
      const { quantityWh, wh, what } = outside
      throw new Broken("nothing outside supply", `${what}: ${quantityWh} Wh, and by hand ${wh}`)
    }
    const other = sums.find(({ exactUnits, units }) => exactUnits !== units)
    if (other !== undefined) {
      const { exactUnits, units, what } = other
      throw new Broken("billed is what is known", `${what}: ${exactUnits} units, and by hand ${units}`)
    }
  }
}

/** `5790009990031/D03/NET` is `NET`. */
const nameOfLine = (id: string): string => (/\/D0[123]\//.test(id) ? id.slice(id.lastIndexOf("/") + 1) : id)

/** Electric heating that is agreed for a part of the time has a limit of its own, which is not reckoned by hand. */
const isAgreedThroughout = ({ gsrn, isHeated = false }: CastPoint, { points }: Known): boolean => {
  const contracts = points.get(gsrn)?.contracts ?? []
  const isSame = contracts.every(({ electricHeating }) => (electricHeating !== undefined) === isHeated)
  const [whole, ...others] = joinEqual(contracts, () => true)
  const isWhole = whole?.from === dayAt(0) && whole.to === undefined && others.length === 0
  return isSame && (isWhole || !isHeated)
}
