import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { gsrnOf, intervalMs, LocalDate, MarketCalendar, type Period, type Resolution } from "../market/index.ts"
import { seededRandom, seriesOf } from "../testing/index.ts"
import { type AssembledReadings, assembleReadings, type MeteringSeries, Quality } from "./index.ts"

const gsrn = gsrnOf("57131399900000001")
const other = gsrnOf("57131399900000002")
const HOUR = intervalMs.PT1H
const QUARTER = intervalMs.PT15M

const days = (from: string, to: string): Period => MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))

/** What holds in a quarter of an hour, as text: `1H 1200 measured` in the first quarter of an hourly value. */
type Quarters = ReadonlyArray<string>

const MISSING = "missing"

const cell = (resolution: Resolution, wh: number, quality: number): string =>
  quality === Quality.missing ? MISSING : `${resolution} ${wh} ${quality}`

/** Readings quarter by quarter; the later quarters of an hourly value say so. */
const quartersOf = ({ stretches }: AssembledReadings, window: Period): Quarters => {
  const quarters: Array<string> = []
  let at = window.from
  for (const { qualities, quantitiesWh, resolution, start } of stretches) {
    assert.strictEqual(start, at, "stretches follow each other")
    quantitiesWh.forEach((wh, i) => {
      const text = cell(resolution, wh, qualities[i]!)
      quarters.push(text)
      if (resolution === "PT1H") quarters.push(...Array(3).fill(text === MISSING ? MISSING : "same hour"))
    })
    at += quantitiesWh.length * intervalMs[resolution]
  }
  assert.strictEqual(at, window.to)
  return quarters
}

/** The same found backwards: from the newest registration that meets an hour to the oldest. */
const modelOf = (series: ReadonlyArray<MeteringSeries>, window: Period, asOf: number): Quarters | "mixed" => {
  const newestFirst = series
    .filter((one) => one.gsrn === gsrn && one.registeredAt <= asOf)
    .sort((a, b) => b.registeredAt - a.registeredAt)
  const quarters: Array<string> = []
  for (let hour = window.from; hour < window.to; hour += HOUR) {
    const meeting = newestFirst.filter((one) => one.start < hour + HOUR && hour < endOf(one))
    const lastHourly = meeting.findIndex((one) => one.resolution === "PT1H")
    const since = lastHourly === -1 ? meeting : meeting.slice(0, lastHourly)
    if (lastHourly === 0) {
      const text = valueAt(meeting[0]!, hour)
      quarters.push(text, ...Array(3).fill(text === MISSING ? MISSING : "same hour"))
      continue
    }
    if (lastHourly > 0 && !since.some((one) => one.start <= hour && hour + HOUR <= endOf(one))) return "mixed"
    for (let at = hour; at < hour + HOUR; at += QUARTER) {
      const newest = since.find((one) => one.start <= at && at < endOf(one))
      quarters.push(newest === undefined ? MISSING : valueAt(newest, at))
    }
  }
  return quarters
}

const endOf = (series: MeteringSeries): number =>
  series.start + series.quantitiesWh.length * intervalMs[series.resolution]

const valueAt = ({ qualities, quantitiesWh, resolution, start }: MeteringSeries, at: number): string => {
  const i = (at - start) / intervalMs[resolution]
  return cell(resolution, quantitiesWh[i]!, qualities[i]!)
}

/** Registrations all over a few days: whole days, hours, single quarters, of this point and of another. */
const registrations = (
  seed: number,
  count: number,
  resolutions: ReadonlyArray<Resolution>
): ReadonlyArray<MeteringSeries> => {
  const random = seededRandom(seed)
  const whole = days("2025-10-24", "2025-10-28")
  return random.shuffle(
    Array.from({ length: count }, (_, version): MeteringSeries => {
      const resolution = random.pick(resolutions as readonly [Resolution])
      const step = random.chance(0.3) ? intervalMs[resolution] : HOUR
      const from = whole.from + random.int(0, (whole.to - whole.from) / step - 1) * step
      const to = from + random.int(1, 30) * step
      const quality = (): Quality =>
        random.pick([Quality.measured, Quality.measured, Quality.estimated, Quality.missing, Quality.incomplete])
      return seriesOf({
        gsrn: random.chance(0.9) ? gsrn : other,
        period: { from, to },
        resolution,
        kwh: () => String(random.int(0, 5000) / 1000),
        quality,
        registeredAt: 1000 + version
      })
    })
  )
}

describe("readings put together", () => {
  const window = days("2025-10-25", "2025-10-27")

  it("are those of the newest registration, interval by interval, in whatever order they came", () => {
    const resolutions = fc.constantFrom<ReadonlyArray<Resolution>>(["PT1H"], ["PT15M"], ["PT1H", "PT15M"])
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(12),
        resolutions,
        fc.integer({ min: 1000, max: 1012 }),
        (seed, count, some, asOf) => {
          const series = registrations(seed, count, some)
          const assembled = assembleReadings(series, gsrn, window, asOf)
          const model = modelOf(series, window, asOf)
          assert.strictEqual(
            assembled.problems.some(({ _tag }) => _tag === "MixedResolution"),
            model === "mixed"
          )
          if (model !== "mixed") assert.deepStrictEqual(quartersOf(assembled, window), model)
        }
      ),
      { numRuns: 3000 }
    )
  })

  it("stay as they are when messages come twice or in another order", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(12), (seed, count) => {
        const series = registrations(seed, count, ["PT15M", "PT1H"])
        const again = seededRandom(seed + 1).shuffle([...series, ...series])
        const [once, twice] = [series, again].map((all) => assembleReadings(all, gsrn, window))
        assert.deepStrictEqual(quartersOf(twice!, window), quartersOf(once!, window))
        assert.strictEqual(twice!.registeredUntil, once!.registeredUntil)
      }),
      { numRuns: 500 }
    )
  })

  it("tell the newest registration that they rest on, and none when there is none", () => {
    const old = seriesOf({ gsrn, period: window, kwh: "1", registeredAt: 1 })
    const newer = seriesOf({ gsrn, period: window, kwh: "2", registeredAt: 2 })
    assert.strictEqual(assembleReadings([newer, old], gsrn, window).registeredUntil, 2)
    assert.strictEqual(assembleReadings([newer, old], gsrn, window, 1).registeredUntil, 1)
    const none = assembleReadings([newer, old], gsrn, window, 0)
    assert.isUndefined(none.registeredUntil)
    assert.isTrue(quartersOf(none, window).every((text) => text === MISSING))
  })

  it("come as one stretch of the series itself where it covers the window", () => {
    const series = seriesOf({ gsrn, period: days("2025-10-01", "2025-11-01"), kwh: "1" })
    const whole = assembleReadings([series], gsrn, days("2025-10-01", "2025-11-01"))
    assert.strictEqual(whole.stretches[0]!.quantitiesWh, series.quantitiesWh)
    const part = assembleReadings([series], gsrn, window)
    assert.strictEqual(part.stretches[0]!.quantitiesWh.buffer, series.quantitiesWh.buffer)
    assert.strictEqual(part.stretches[0]!.quantitiesWh.length, 49)
  })

  it("leave the series as they are", () => {
    const series = registrations(1, 8, ["PT15M", "PT1H"])
    const before = structuredClone(series)
    assembleReadings(series, gsrn, window)
    assert.deepStrictEqual(series, before)
  })
})

describe("registrations that cannot both hold", () => {
  const day = days("2025-01-15", "2025-01-16")
  const hours = (from: number, to: number): Period => ({ from: day.from + from * HOUR, to: day.from + to * HOUR })
  const at = (wh: string, period: Period, messageId: string, resolution: Resolution = "PT1H") =>
    seriesOf({ gsrn, period, kwh: wh, registeredAt: 5, messageId, resolution })

  it("contradict each other from the first to the last interval that differs", () => {
    const b = seriesOf({
      gsrn,
      period: day,
      kwh: (i) => (i === 3 || i === 7 ? "2" : "1"),
      registeredAt: 5,
      messageId: "b"
    })
    const { problems } = assembleReadings([b, at("1", day, "a")], gsrn, day)
    assert.strictEqual(problems.length, 1)
    assert.deepInclude(problems[0], {
      _tag: "ContradictoryReadings",
      gsrn,
      ...hours(3, 8),
      registeredAt: 5,
      messageIds: ["a", "b"]
    })
    assert.match(
      problems[0]!.message,
      /571313999000000010.*2025-01-15T02:00:00Z\/2025-01-15T07:00:00Z: messages a and b/
    )
  })

  it("do not when they say the same, lie apart, or both say that there is nothing", () => {
    const nothing = (wh: string, messageId: string) =>
      seriesOf({ gsrn, period: day, kwh: wh, registeredAt: 5, messageId, quality: Quality.missing })
    for (const pair of [
      [at("1", day, "a"), at("1", hours(3, 5), "b")],
      [at("1", hours(0, 5), "a"), at("2", hours(5, 24), "b")],
      [nothing("1", "a"), nothing("2", "b")]
    ]) {
      assert.deepStrictEqual(assembleReadings(pair, gsrn, day).problems, [])
    }
  })

  it("contradict each other when they come in different resolutions", () => {
    const { problems } = assembleReadings([at("1", day, "a"), at("0.25", hours(2, 4), "b", "PT15M")], gsrn, day)
    assert.deepInclude(problems[0], { _tag: "ContradictoryReadings", ...hours(2, 4) })
  })

  it("cannot be put together when quarters cover an hourly value in part", () => {
    const quarters = seriesOf({
      gsrn,
      period: { from: day.from + 2 * HOUR + QUARTER, to: day.from + 4 * HOUR },
      resolution: "PT15M",
      kwh: "0.1",
      registeredAt: 9
    })
    const { problems } = assembleReadings([at("1", day, "a"), quarters], gsrn, day)
    assert.strictEqual(problems.length, 1)
    assert.deepInclude(problems[0], { _tag: "MixedResolution", gsrn, ...hours(2, 3) })
    assert.match(
      problems[0]!.message,
      /Quarter-hour and hourly readings within one hour: metering point 571313999000000010/
    )
  })

  it("matter no more once a newer registration holds there", () => {
    const newer = seriesOf({ gsrn, period: day, kwh: "3", registeredAt: 10 })
    const partly = seriesOf({
      gsrn,
      period: { from: day.from + QUARTER, to: day.from + HOUR },
      resolution: "PT15M",
      kwh: "0.1",
      registeredAt: 9
    })
    const unit = { ...at("1", day, "c"), unit: "KVARH" }
    for (const older of [[at("1", day, "a"), at("2", day, "b")], [at("1", day, "a"), partly], [unit]]) {
      assert.notDeepEqual(assembleReadings(older, gsrn, day).problems, [])
      assert.deepStrictEqual(assembleReadings([newer, ...older], gsrn, day).problems, [])
    }
    const upTo6 = seriesOf({ gsrn, period: hours(0, 6), kwh: "3", registeredAt: 10 })
    const { problems } = assembleReadings([upTo6, at("1", day, "a"), at("2", day, "b")], gsrn, day)
    assert.deepInclude(problems[0], { _tag: "ContradictoryReadings", ...hours(6, 24) })
    assert.strictEqual(assembleReadings([upTo6, unit], gsrn, day).problems.length, 1)
  })

  it("say in which unit they are when it is not kWh", () => {
    const { problems } = assembleReadings(
      [{ ...at("1", days("2025-01-14", "2025-01-16"), "a"), unit: "KVARH" }],
      gsrn,
      day
    )
    assert.strictEqual(problems.length, 1)
    assert.deepInclude(problems[0], { _tag: "UnknownUnit", gsrn, unit: "KVARH", ...day })
    assert.match(
      problems[0]!.message,
      /Unit KVARH cannot be settled: metering point 571313999000000010, 2025-01-14T23:00:00Z/
    )
  })
})
