import { decodeSpotPrices, LocalDate } from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Result } from "effect"
import { TestClock } from "effect/testing"
import type { EnergiDataQuery } from "../../src/energidata/EnergiDataQuery.ts"
import { EnergiDataService } from "../../src/energidata/EnergiDataService.ts"
import { type EnergiDataWait, EnergiDataWaits } from "../../src/energidata/RequestTurn.ts"
import { askingAt, passing, today } from "./asking.ts"
import { ask, query, refusal, rows, started, type Waits } from "./askingDayAhead.ts"
import { type Fault, silence, status } from "./fakeEnergiData.ts"

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
