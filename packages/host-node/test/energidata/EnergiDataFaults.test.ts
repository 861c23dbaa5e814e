import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Random } from "effect"
import { TestClock } from "effect/testing"
import type { EnergiDataQuery } from "../../src/energidata/EnergiDataQuery.ts"
import { passing, today } from "./asking.ts"
import { ask, query, refusal, started, type Waits } from "./askingDayAhead.ts"
import { body, cut, type Fault, silence, stall, status } from "./fakeEnergiData.ts"

describe("faults of the service or the line", () => {
  const faults: ReadonlyArray<readonly [string, Fault]> = [
    ["status 503", status(503, "<h1>down</h1>")],
    ["status 500", status(500)],
    ["a cut connection", cut],
    ["a connection closed before any answer", (request) => void request.socket.destroy()]
  ]

  it.effect.each(faults)("%s is asked again", ([, fault]) =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(fault, fault)
      const document = yield* passing([], ask(fake))
      expect(document.records).toHaveLength(192)
      const [, second, third] = fake.requests.map(({ at }) => at - today)
      expect(second).toBeGreaterThanOrEqual(60_000)
      expect(second).toBeLessThanOrEqual(90_000)
      expect(third! - second!).toBeGreaterThanOrEqual(60_000)
      expect(third! - second!).toBeLessThanOrEqual(120_000)
    })
  )

  it.effect.each([
    ["no answer", silence],
    ["an answer that stops", stall]
  ] as const)("%s is asked again when the time is up", ([, fault]) =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(fault)
      const waits: Waits = []
      const fiber = yield* Effect.forkChild(passing(waits, ask(fake, { timeoutMs: 5_000 })))
      yield* fake.arrived(1)
      yield* TestClock.adjust(5_000)
      expect((yield* Fiber.join(fiber)).total).toBe(192)
      expect(waits.map(({ from, reason }) => [from - today, reason])).toEqual([
        [5_000, "no whole answer within 5 seconds"]
      ])
    })
  )

  it.effect("spreads by the seed", () =>
    Effect.gen(function* () {
      const timesOf = (seed: string) =>
        Effect.gen(function* () {
          const fake = yield* started
          fake.faults.push(...Array<Fault>(3).fill(status(502)))
          yield* passing([], ask(fake)).pipe(Random.withSeed(seed))
          return fake.requests.map(({ at }) => at - today)
        })
      const one = yield* timesOf("one")
      expect(yield* timesOf("one")).toEqual(one)
      expect(yield* timesOf("two")).not.toEqual(one)
    })
  )

  it.effect("honours Retry-After of a 503", () =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(status(503, "", { "retry-after": "300" }))
      yield* passing([], ask(fake))
      expect(fake.requests[1]!.at - today).toBeGreaterThanOrEqual(300_000)
    })
  )

  it.effect("ends after four requests with what the service said", () =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(...Array<Fault>(5).fill(status(503, "maintenance\nuntil noon")))
      expect(yield* refusal(fake)).toMatchObject({
        _tag: "EnergiDataUnreachable",
        attempts: 4,
        reason: "status 503: maintenance until noon"
      })
      expect(fake.requests).toHaveLength(4)
    })
  )

  it.effect("says why nobody is there", () =>
    Effect.gen(function* () {
      const gone = yield* Effect.scoped(started)
      const error = yield* refusal(gone, { attemptsMax: 1 })
      expect(error._tag).toBe("EnergiDataUnreachable")
      expect(error.message).toMatch(/asked once: .*ECONNREFUSED/)
    })
  )
})

describe("answers that no repetition makes better", () => {
  it.effect("a query that is refused, with what the service says", () =>
    Effect.gen(function* () {
      const fake = yield* started
      const wrong: EnergiDataQuery = { ...query, filter: { Area: ["DK1"] } }
      const error = yield* Effect.flip(ask(fake, {}, wrong))
      expect(error).toMatchObject({ _tag: "EnergiDataQueryRefused", status: 400, answer: "Unknown column Area" })
      expect(error.message).toContain("status 400: Unknown column Area")
      expect(fake.requests).toHaveLength(1)
    })
  )

  it.effect("a dataset that is not there", () =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.data = {}
      const error = yield* refusal(fake)
      expect(error._tag).toBe("EnergiDataUnknownDataset")
      expect(error.message).toContain("There is no dataset DayAheadPrices at http://127.0.0.1")
      expect(fake.requests).toHaveLength(1)
    })
  )

  const envelope = (fields: object) =>
    JSON.stringify({ total: 1, filters: "{}", dataset: "DayAheadPrices", records: [{}], ...fields })

  it.effect.each([
    ["a page of a proxy", body("<html>Log in</html>"), /^it is no JSON/],
    ["nothing", body(""), /^it is empty$/],
    ["half an answer", body('{"total": 3'), /^it is no JSON/],
    ["other bytes than UTF-8", body(Buffer.from(envelope({ records: ["\u00ff"] }), "latin1")), /^it is no JSON/],
    ["a list", body("[]"), /^it is JSON, but no object$/],
    ["no records", body('{"total": 0, "dataset": "DayAheadPrices"}'), /^it has no list of records$/],
    ["no total", body(envelope({ total: "1" })), /^it does not say how many rows match \(total\)$/],
    ["another dataset", body(envelope({ dataset: "CO2Emis" })), /^it is of the dataset "CO2Emis"$/]
  ] as const)("%s", ([, fault, reason]) =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(fault)
      const error = yield* refusal(fake)
      if (error._tag !== "EnergiDataUnreadable") throw error
      expect(error.reason).toMatch(reason)
      expect(fake.requests).toHaveLength(1)
    })
  )

  it.effect.each([
    [
      "rows that the next page does not have",
      [body(envelope({ total: 3 })), body(envelope({ total: 3, records: [] }))],
      /next page was empty/
    ],
    ["no rows at all of some", [body(envelope({ total: 3, records: [] }))], /next page was empty/],
    [
      "rows that came in between",
      [body(envelope({ total: 3 })), body(envelope({ total: 4 }))],
      /there were 3 on the page before/
    ],
    ["more rows than are counted", [body(envelope({ total: 0 }))], /more rows than the service counts/]
  ] as const)("%s", ([, faults, reason]) =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(...faults)
      const error = yield* refusal(fake)
      if (error._tag !== "EnergiDataIncomplete") throw error
      expect(error.reason).toMatch(reason)
      expect(fake.requests).toHaveLength(faults.length)
    })
  )

  it.effect.each([
    ["that says its size", body("x".repeat(2_000), { "content-length": "2000" })],
    ["that comes in pieces", body("x".repeat(2_000), { "transfer-encoding": "chunked" })]
  ] as const)("an answer too large %s", ([, fault]) =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(fault)
      const error = yield* refusal(fake, { bytesMax: 1_000 })
      expect(error).toMatchObject({ _tag: "EnergiDataTooLarge", limit: "1000 bytes" })
      expect(fake.requests).toHaveLength(1)
    })
  )

  it.effect("more rows than a query may have", () =>
    Effect.gen(function* () {
      const fake = yield* started
      expect(yield* refusal(fake, { rowsMax: 100 })).toMatchObject({
        _tag: "EnergiDataTooLarge",
        limit: "100 rows (192)"
      })
    })
  )
})
