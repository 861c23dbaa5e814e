import {
  type ChargeKey,
  energinet,
  GridArea,
  type Gsrn,
  gsrnOf,
  LocalDate,
  MarketCalendar,
  MeteringLedger,
  OverlappingVersion,
  Portfolio,
  type PortfolioChanges
} from "@datahub-settlement/core"
import { memoryStores, seededRandom } from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Effect, Option } from "effect"
import { Database } from "../../src/database/Database.ts"
import { refusedOverlap } from "../../src/portfolio/refusedOverlap.ts"
import { refusalOf } from "./refusals.ts"
import { testStores } from "./testStores.ts"

const midnight = (date: string) => MarketCalendar.startOfDay(LocalDate.make(date))
const from = midnight("2025-01-01")
const march = MarketCalendar.datePeriod(LocalDate.make("2025-03-01"), LocalDate.make("2025-04-01"))
const point = (world: number, index: number): Gsrn =>
  gsrnOf(`57131${String(world).padStart(4, "0")}${String(index).padStart(8, "0")}`)
const chargeKey = (code: string): ChargeKey => ({ owner: energinet, type: "D03", code })
const suppliedPoint = (gsrn: Gsrn, codes: ReadonlyArray<string> = []): PortfolioChanges => ({
  meteringPoints: [{ gsrn, from, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" }],
  supply: [{ gsrn, from }],
  links: codes.map((code) => ({ gsrn, charge: chargeKey(code), from, quantity: 1 }))
})

const tables = ["metering_point", "supply_period", "contract", "charge_link"]

/** Points with children, several links and a few changes each, the same for every store. */
const randomPortfolio = (seed: number, world: number): ReadonlyArray<PortfolioChanges> => {
  const random = seededRandom(seed)
  const date = () => midnight(`2025-0${random.int(1, 5)}-${random.pick(["01", "10", "28"])}`)
  const gsrns = Array.from({ length: 60 }, (_, index) => point(world, index))
  const change = (gsrn: Gsrn): PortfolioChanges => {
    const parent = random.chance(0.3) ? random.pick(gsrns as [Gsrn, ...ReadonlyArray<Gsrn>]) : undefined
    const validity = random.chance(0.4) ? { from: date() } : { from: date(), to: midnight("2025-06-01") }
    const code = random.pick(["A", "B", "C"])
    const quantity = random.int(1, 3)
    const gridArea = GridArea.make(random.pick(["791", "244"]))
    const type = random.pick(["E17", "E17", "E17", "E18", "D14"])
    const terms = {
      name: random.pick(["Spot", "Fixed"]),
      energy: { kind: "fixed" as const, price: random.int(1, 2) },
      subscriptionPerMonth: 0
    }
    const production = random.chance(0.3) ? { gsrn: point(world, 99), netting: "none" as const } : undefined
    return {
      meteringPoints: [{ gsrn, ...validity, type, gridArea, priceArea: "DK2", parent }],
      supply: random.chance(0.7) ? [{ gsrn, ...validity }] : [],
      contracts: [{ gsrn, ...validity, terms, production }],
      links: [
        { gsrn, charge: chargeKey(code), quantity, ...validity },
        { gsrn, charge: { ...chargeKey("FEE"), type: "D02" }, quantity, ...validity }
      ]
    }
  }
  return Array.from({ length: 90 }, () => change(random.pick(gsrns as [Gsrn, ...ReadonlyArray<Gsrn>])))
}

layer(testStores)("the portfolio on PostgreSQL", (it) => {
  it.effect("refuses to rewrite history, and says so", () =>
    Effect.gen(function* () {
      const portfolio = yield* Portfolio
      const gsrn = point(1, 1)
      const contract = {
        gsrn,
        from,
        terms: { name: "P", energy: { kind: "fixed" as const, price: 1 }, subscriptionPerMonth: 0 }
      }
      yield* portfolio.record({ ...suppliedPoint(gsrn, ["T"]), contracts: [contract] })
      yield* portfolio.annulSupply(gsrn, { from: midnight("2025-02-01") })
      for (const table of tables) {
        assert.strictEqual(
          yield* refusalOf(`DELETE FROM portfolio.${table}`),
          `portfolio.${table} is append-only: DELETE refused`
        )
        assert.strictEqual(
          yield* refusalOf(`TRUNCATE portfolio.${table}`),
          `portfolio.${table} is append-only: TRUNCATE refused`
        )
        const change = `UPDATE portfolio.${table} SET valid_from = valid_from - interval '1 day'`
        assert.strictEqual(yield* refusalOf(change), `portfolio.${table} keeps its history: UPDATE refused`)
      }
      const reopen = "UPDATE portfolio.supply_period SET superseded_at = NULL WHERE superseded_at IS NOT NULL"
      assert.strictEqual(yield* refusalOf(reopen), "portfolio.supply_period keeps its history: UPDATE refused")
    })
  )

  it.effect("versions that overlap are refused by the database itself, and told as such", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const gsrn = point(2, 1)
      yield* (yield* Portfolio).record(suppliedPoint(gsrn, ["T"]))
      const supply = sql`INSERT INTO portfolio.supply_period (gsrn, valid_from, valid_to, recorded_at)
        VALUES (${gsrn}, ${new Date(march.from)}, ${new Date(march.to)}, now())`
      const refused = refusedOverlap(yield* Effect.flip(supply))
      assert.instanceOf(refused, OverlappingVersion)
      assert.deepInclude(refused, { gsrn, what: "supply", from: march.from, to: march.to })
      const link = sql`INSERT INTO portfolio.charge_link (gsrn, charge_no, is_fee, valid_from, quantity, recorded_at)
        SELECT gsrn, charge_no, false, ${new Date(march.from)}, 1, now() FROM portfolio.charge_link WHERE gsrn = ${gsrn}`
      const other = refusedOverlap(yield* Effect.flip(link))
      assert.deepInclude(other, { gsrn, what: "link", from: march.from, to: Number.POSITIVE_INFINITY })
      yield* sql`INSERT INTO portfolio.contract (gsrn, valid_from, product_name, terms, recorded_at)
        VALUES (${gsrn}, ${new Date(from)}, 'P', '{}', now())`
      yield* sql`INSERT INTO portfolio.customer (gsrn, valid_from, customer, recorded_at)
        VALUES (${gsrn}, ${new Date(from)}, '{}', now())`
      const others = [
        ["metering point", "metering_point", "metering_point_type, grid_area, price_area", "'E17', '791', 'DK2'"],
        ["contract", "contract", "product_name, terms", "'Q', '{}'"],
        ["customer", "customer", "customer", "'{}'"]
      ] as const
      for (const [what, table, columns, values] of others) {
        const version = sql.unsafe(
          `INSERT INTO portfolio.${table} (gsrn, valid_from, valid_to, recorded_at, ${columns})
            VALUES ($1, $2, $3, now(), ${values})`,
          [gsrn, new Date(march.from), new Date(march.to)]
        )
        const overlap = refusedOverlap(yield* Effect.flip(version))
        assert.instanceOf(overlap, OverlappingVersion)
        assert.deepInclude(overlap, { gsrn, what, from: march.from, to: march.to })
      }
      const fee = { gsrn, charge: { ...chargeKey("FEE"), type: "D02" as const }, from: march.from, quantity: 1 }
      yield* (yield* Portfolio).record({ links: [fee] })
      const twice = `INSERT INTO portfolio.charge_link (gsrn, charge_no, is_fee, valid_from, quantity, recorded_at)
        SELECT gsrn, charge_no, is_fee, valid_from, 2, now() FROM portfolio.charge_link WHERE gsrn = '${gsrn}' AND is_fee`
      assert.match(yield* refusalOf(twice), /violates unique constraint "charge_link_fee"/)
      const none = twice.replace("valid_from, 2, now()", "valid_from + interval '1 day', 0, now()")
      assert.match(yield* refusalOf(none), /violates check constraint "charge_link_quantity_check"/)
      const unrelated = yield* Effect.flip(sql`SELECT * FROM portfolio.nowhere`)
      assert.strictEqual(refusedOverlap(unrelated), unrelated)
    })
  )

  it.effect("changes that several record at the same time follow each other", () =>
    Effect.gen(function* () {
      const portfolio = yield* Portfolio
      const gsrn = point(3, 1)
      yield* portfolio.record(suppliedPoint(gsrn))
      const days = Array.from({ length: 12 }, (_, index) => midnight(`2025-03-${String(10 + index)}`))
      const changes = days.flatMap((day, index) => [
        portfolio.record({ links: [{ gsrn, charge: chargeKey("BUSY"), from: day, quantity: index + 1 }] }),
        portfolio.annulSupply(gsrn, { from: day, to: midnight("2025-04-01") })
      ])
      yield* Effect.all(changes, { concurrency: "unbounded" })
      const { links, supply } = Option.getOrThrow(yield* portfolio.point(gsrn))
      assert.isTrue(
        links.every((link, index) => link.to === links[index + 1]?.from),
        "links follow each other without overlap"
      )
      assert.strictEqual(links[0]?.from, days[0])
      assert.deepStrictEqual(
        supply.map((one) => [one.from, one.to]),
        [
          [from, days[0]],
          [midnight("2025-04-01"), undefined]
        ]
      )
    })
  )

  it.effect("takes part in the transaction around it", () =>
    Effect.gen(function* () {
      const portfolio = yield* Portfolio
      const { sql } = yield* Database
      const gsrn = point(4, 1)
      const abandoned = portfolio
        .record(suppliedPoint(gsrn, ["T"]))
        .pipe(Effect.andThen(Effect.fail("changed my mind")))
      yield* Effect.flip(sql.withTransaction(abandoned))
      assert.isTrue(Option.isNone(yield* portfolio.point(gsrn)))
      const both = Effect.andThen(
        portfolio.record(suppliedPoint(gsrn)),
        portfolio.annulSupply(gsrn, { from: march.from })
      )
      yield* sql.withTransaction(both)
      const found = Option.getOrThrow(yield* portfolio.point(gsrn))
      assert.deepStrictEqual(found.supply, [{ gsrn, from, to: march.from }])
    })
  )

  it.effect("points share the objects of their charges' keys, also of charges that are new", () =>
    Effect.gen(function* () {
      const portfolio = yield* Portfolio
      const [first, second] = [point(5, 1), point(5, 2)]
      for (const codes of [["ONE"], ["ONE", "TWO"]]) {
        for (const gsrn of [first, second]) yield* portfolio.record(suppliedPoint(gsrn, codes))
        const [a, b] = yield* portfolio.points({ from: first, to: second, period: march })
        assert.deepStrictEqual(
          a?.links.map(({ charge }) => charge.code),
          codes
        )
        a?.links.forEach((link, index) => assert.strictEqual(link.charge, b?.links[index]?.charge))
      }
    })
  )

  for (const seed of [1, 2]) {
    it.effect(`gives the same points as the portfolio in memory, seed ${seed}`, () =>
      Effect.gen(function* () {
        const world = 10 + seed
        const answers = Effect.gen(function* () {
          const portfolio = yield* Portfolio
          const ledger = yield* MeteringLedger
          const changes = randomPortfolio(seed, world)
          yield* Effect.forEach(changes.slice(0, 50), (change) => portfolio.record(change))
          const asOf = yield* ledger.knownInstant
          yield* Effect.forEach(changes.slice(50), (change) => portfolio.record(change))
          const range = { from: point(world, 0), to: point(world, 59) }
          const found: Array<unknown> = []
          for (const period of [
            march,
            MarketCalendar.datePeriod(LocalDate.make("2025-05-01"), LocalDate.make("2025-08-01"))
          ]) {
            for (const at of [undefined, asOf]) {
              for (const more of [{}, { gridAreas: [GridArea.make("244")] }, { types: ["E18", "D14"] }]) {
                const query = { ...range, period, asOf: at, ...more }
                const points = yield* portfolio.points(query)
                const listed = yield* portfolio.pointsInSupply(query)
                const inRange = listed.filter((gsrn) => range.from <= gsrn && gsrn <= range.to)
                assert.deepStrictEqual(
                  inRange,
                  points.map(({ gsrn }) => gsrn)
                )
                found.push(points)
              }
            }
          }
          return found
        })
        const stored = yield* answers
        const inMemory = yield* answers.pipe(Effect.provide(memoryStores))
        // Absent and undefined are the same to whoever reads them.
        assert.deepStrictEqual(JSON.parse(JSON.stringify(stored)), JSON.parse(JSON.stringify(inMemory)))
        assert.isAbove(JSON.stringify(stored).length, 20_000)
      })
    )
  }
})
