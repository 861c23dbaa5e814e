import { decodeSpotPrices, LocalDate } from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Random, Result } from "effect"
import { TestClock } from "effect/testing"
import type { EnergiDataQuery } from "../../src/energidata/EnergiDataQuery.ts"
import { type EnergiDataOptions, EnergiDataService } from "../../src/energidata/EnergiDataService.ts"
import { type EnergiDataWait, EnergiDataWaits } from "../../src/energidata/RequestTurn.ts"
import { askingAt, passing, today } from "./asking.ts"
import { body, cut, type FakeEnergiData, fakeEnergiData, type Fault, silence, stall, status } from "./fakeEnergiData.ts"
import { dayAheadRows } from "./spotRows.ts"

const january = { from: LocalDate.make("2026-01-10"), to: LocalDate.make("2026-01-11") }
const query: EnergiDataQuery = { dataset: "DayAheadPrices", ...january, filter: { PriceArea: ["DK1", "DK2"] } }
const rows = dayAheadRows(["2026-01-09", "2026-01-12"])

/** Two days of rows and more around the one that is asked for. */
const started = Effect.gen(function* () {
  yield* TestClock.setTime(today)
  return yield* fakeEnergiData({ DayAheadPrices: rows, Elspotprices: [], DatahubPricelist: [] })
})

const ask = (fake: FakeEnergiData, options: Partial<EnergiDataOptions> = {}, asked: EnergiDataQuery = query) =>
  EnergiDataService.use((service) => service.rows(asked)).pipe(Effect.provide(askingAt(fake, options)))

type Waits = Array<EnergiDataWait & { readonly from: number }>

const refusal = (fake: FakeEnergiData, options: Partial<EnergiDataOptions> = {}, waits: Waits = []) =>
  Effect.flip(passing(waits, ask(fake, options)))

describe("what is asked", () => {
  it.effect("is Danish days, an order and lists of values, page by page, and every column", () =>
    Effect.gen(function* () {
      const fake = yield* started
      const document = yield* ask(fake)
      expect(fake.requests.map(({ dataset, params }) => [dataset, params])).toEqual([
        [
          "DayAheadPrices",
          {
            start: "2026-01-10",
            end: "2026-01-11",
            timezone: "dk",
            filter: '{"PriceArea":["DK1","DK2"]}',
            sort: "TimeUTC asc,PriceArea asc",
            limit: "100000",
            offset: "0"
          }
        ]
      ])
      expect(document.total).toBe(192)
      expect(document.source).toBe(
        `${fake.url}/dataset/DayAheadPrices?start=2026-01-10&end=2026-01-11&timezone=dk&filter=%7B%22PriceArea%22%3A%5B%22DK1%22%2C%22DK2%22%5D%7D&sort=TimeUTC+asc%2CPriceArea+asc`
      )
      const [dk1] = Result.getOrThrow(decodeSpotPrices([document]))
      expect(dk1?.stretches.map(({ nanoDkkPerKwh, start }) => [start, nanoDkkPerKwh.length, nanoDkkPerKwh[0]])).toEqual(
        [[Date.UTC(2026, 0, 9, 23), 96, 91_000_000]]
      )
    })
  )

  it.effect("is every row once, in order, on pages a minute apart", () =>
    Effect.gen(function* () {
      const fake = yield* started
      const waits: Waits = []
      const document = yield* passing(
        waits,
        ask(fake, { pageRows: { Elspotprices: 1, DayAheadPrices: 80, DatahubPricelist: 1 } })
      )
      expect(document.records).toEqual(rows.slice(192, 384))
      expect(fake.requests.map(({ params }) => [params.limit, params.offset])).toEqual([
        ["80", "0"],
        ["80", "80"],
        ["80", "160"]
      ])
      expect(fake.requests.map(({ at }) => at - today)).toEqual([0, 60_000, 120_000])
      const pace = "the service takes one request a minute for each dataset"
      expect(waits.map(({ reason }) => reason)).toEqual([pace, pace])
    })
  )

  it.effect("goes on behind what has come where the service gives smaller pages", () =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.rowsMax = 100
      const document = yield* passing([], ask(fake))
      expect(document.records).toEqual(rows.slice(192, 384))
      expect(fake.requests.map(({ params }) => params.offset)).toEqual(["0", "100"])
    })
  )

  it.effect("is nothing more where no row matches", () =>
    Effect.gen(function* () {
      const fake = yield* started
      const document = yield* ask(
        fake,
        {},
        { ...query, from: LocalDate.make("2020-01-01"), to: LocalDate.make("2020-01-02") }
      )
      expect([document.total, document.records, fake.requests.length]).toEqual([0, [], 1])
    })
  )
})

describe("one request a minute", () => {
  it.effect("holds for all who ask for a dataset, and for each dataset on its own", () =>
    Effect.gen(function* () {
      const fake = yield* started
      const elspot: EnergiDataQuery = { ...query, dataset: "Elspotprices" }
      const asked = Effect.gen(function* () {
        const service = yield* EnergiDataService
        yield* Effect.all([query, elspot, query, query].map(service.rows), { concurrency: "unbounded" })
      })
      yield* passing([], asked.pipe(Effect.provide(askingAt(fake))))
      const times = (dataset: string) =>
        fake.requests.filter((one) => one.dataset === dataset).map(({ at }) => at - today)
      expect(times("DayAheadPrices")).toEqual([0, 60_000, 120_000])
      expect(times("Elspotprices")).toHaveLength(1)
    })
  )

  it.effect("is waited for by the clock", () =>
    Effect.gen(function* () {
      const fake = yield* started
      const waits = yield* Deferred.make<EnergiDataWait>()
      const twice = Effect.gen(function* () {
        const service = yield* EnergiDataService
        yield* service.rows(query)
        yield* service.rows(query)
      }).pipe(
        Effect.provide(askingAt(fake)),
        Effect.provideService(EnergiDataWaits, (wait) => Effect.asVoid(Deferred.succeed(waits, wait)))
      )
      const fiber = yield* Effect.forkChild(twice)
      expect((yield* Deferred.await(waits)).until).toBe(today + 60_000)
      yield* TestClock.adjust(59_999)
      expect(fake.requests).toHaveLength(1)
      yield* TestClock.adjust(1)
      yield* Fiber.join(fiber)
      expect(fake.requests.map(({ at }) => at - today)).toEqual([0, 60_000])
    })
  )

  it.effect("counts a request that was interrupted on its way", () =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(silence)
      const asked = Effect.gen(function* () {
        const service = yield* EnergiDataService
        const fiber = yield* Effect.forkChild(service.rows(query))
        yield* fake.arrived(1)
        yield* Fiber.interrupt(fiber)
        yield* service.rows(query)
      })
      yield* passing([], asked.pipe(Effect.provide(askingAt(fake))))
      expect(fake.requests.map(({ at }) => at - today)).toEqual([0, 60_000])
    })
  )
})

describe("a request too many", () => {
  it.effect.each([
    ["seconds", 60_000],
    ["date", 60_000],
    ["absent", 60_000]
  ] as const)("is sent again when the service says, Retry-After in %s", ([how, waitMs]) =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.retryAfter = how
      fake.askedByAnother("DayAheadPrices")
      const document = yield* passing([], ask(fake))
      expect(document.total).toBe(192)
      const [first, second] = fake.requests.map(({ at }) => at - today)
      expect(first).toBe(0)
      expect(second).toBeGreaterThanOrEqual(waitMs)
      expect(second).toBeLessThanOrEqual(waitMs + 2_000)
    })
  )

  it.effect("is sent again sooner than after a minute where the service says so", () =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.askedByAnother("DayAheadPrices")
      yield* TestClock.adjust(48_000)
      yield* passing([], ask(fake))
      expect(fake.requests[1]!.at - fake.requests[0]!.at).toBeLessThanOrEqual(14_000)
    })
  )

  it.effect("is given up when the service asks for a longer wait than a command should take", () =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(status(429, "", { "retry-after": "3600" }))
      const error = yield* refusal(fake)
      if (error._tag !== "EnergiDataRateLimited") throw error
      expect(fake.requests).toHaveLength(1)
      expect(error.until - today).toBeGreaterThanOrEqual(3_600_000)
      expect(error.message).toMatch(/no request for DayAheadPrices before 2026-02-15T13:00:0\dZ \(asked once\)/)
    })
  )

  it.effect("is given up after four", () =>
    Effect.gen(function* () {
      const fake = yield* started
      fake.faults.push(...Array<Fault>(4).fill(status(429)))
      expect(yield* refusal(fake)).toMatchObject({ _tag: "EnergiDataRateLimited", attempts: 4 })
      expect(fake.requests).toHaveLength(4)
    })
  )
})

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
