import {
  assembleCharges,
  decodeChargeLinks,
  decodeCustomerData,
  decodeMasterData,
  decodeMeasureData,
  decodePriceList,
  type MeteringSeries,
  Quality
} from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { type Message, noon, play, type Player } from "./player.ts"

const seriesOfAll = (messages: ReadonlyArray<Message>): ReadonlyArray<MeteringSeries> =>
  messages.flatMap(({ body }) => Result.getOrThrow(decodeMeasureData(body)).series)

/** What a ledger would hold: the newest registration of each point and start. */
const newest = (series: ReadonlyArray<MeteringSeries>): ReadonlyMap<string, MeteringSeries> => {
  const held = new Map<string, MeteringSeries>()
  for (const one of series) {
    const key = `${one.gsrn}/${one.start}`
    const before = held.get(key)
    if (before === undefined || before.registeredAt < one.registeredAt) held.set(key, one)
  }
  return held
}

const days = async (player: Player, count: number): Promise<ReadonlyArray<Message>> => {
  const messages: Array<Message> = []
  for (let day = 0; day < count; day++) {
    await player.advance("P1D")
    messages.push(...(await player.drain("measuredata")))
  }
  return messages
}

it.live.each([
  ["a day of 23 hours", Date.UTC(2026, 2, 29, 10), 23],
  ["a day of 25 hours", Date.UTC(2026, 9, 25, 10), 25],
  ["a day of 24 hours", noon, 24]
] as const)("sends %s the morning after, by the hour and by the quarter", ([_what, startAt, hours]) =>
  play({ startAt, points: 30 }, async (player) => {
    expect(await player.drain("measuredata")).toEqual([])
    const series = seriesOfAll(await days(player, 1))
    expect(series.length).toBe(15)
    const lengths = new Set(series.map(({ quantitiesWh, resolution }) => `${resolution} ${quantitiesWh.length}`))
    expect(lengths).toEqual(new Set([`PT1H ${hours}`, `PT15M ${hours * 4}`]))
    const hourly = series.filter(
      ({ meteringPointType, resolution }) => meteringPointType === "E17" && resolution === "PT1H"
    )
    const sumAt = (hour: number): number => hourly.reduce((sum, { quantitiesWh }) => sum + quantitiesWh[hour]!, 0)
    expect(sumAt(18)).toBeGreaterThan(2 * sumAt(3))
    const midnight = new Set(series.map(({ start }) => new Date(start).toISOString().slice(11)))
    expect([...midnight]).toEqual([startAt === noon || hours === 23 ? "23:00:00.000Z" : "22:00:00.000Z"])
  })
)

it.live("corrects readings until, by newest registration, a ledger holds what the world calls true", () =>
  play({ points: 400 }, async (player) => {
    const series = seriesOfAll(await days(player, 45))
    const held = newest(series)
    expect(series.length).toBeGreaterThan(held.size)
    const missing = series.filter(({ qualities }) => qualities.includes(Quality.missing))
    const estimated = series.filter(({ qualities }) => qualities.includes(Quality.estimated))
    expect(missing.length).toBeGreaterThan(20)
    expect(estimated.length).toBeGreaterThan(100)
    const truth = (await player.lines("truth/readings")).filter(({ supplier }) => supplier === player.gln)
    expect(truth.length).toBe(held.size)
    for (const row of truth) {
      const start = Date.parse(`${row.day as string}T00:00:00+01:00`)
      const one = held.get(`${row.gsrn as string}/${start}`)
      expect(one?.registeredAt).toBe(Date.parse(row.registeredAt as string))
      const wh = Array.from(one!.quantitiesWh, (value, i) => (one!.qualities[i] === Quality.missing ? null : value))
      expect(wh).toEqual(row.wh)
    }
    // What was missing was filled in within four days.
    const gaps = truth.filter(({ quality }) => (quality as ReadonlyArray<string>).includes("A02"))
    expect(gaps.every(({ day }) => (day as string) >= "2026-02-24")).toBe(true)
  })
)

it.live("is the same to the last byte for the same seed, and another world for another", () => {
  const run = async (player: Player): Promise<ReadonlyArray<string>> => {
    const messages = [...(await player.drain("masterdata")), ...(await days(player, 3))]
    return messages.map(({ body, messageId }) => `${messageId} ${body}`)
  }
  const runs: Array<ReadonlyArray<string>> = []
  const once = (seed: number) =>
    play({ seed, points: 60 }, async (player) => {
      runs.push(await run(player))
    })
  return Effect.gen(function* () {
    yield* once(3)
    yield* once(3)
    yield* once(4)
    expect(runs[0]!.length).toBeGreaterThan(8)
    expect(runs[0]).toEqual(runs[1])
    expect(runs[0]).not.toEqual(runs[2])
  })
})

it.live("bundles at most 2,000 series and 150,000 readings, below 50 MB", () =>
  play({ scenario: "load", points: 5000, tellsAtStart: false }, async (player) => {
    const bundles = await days(player, 1)
    const sizes = bundles.map(({ body }) => {
      const series = seriesOfAll([{ body } as Message])
      return {
        series: series.length,
        readings: series.reduce((sum, one) => sum + one.quantitiesWh.length, 0),
        bytes: body.length
      }
    })
    expect(sizes.reduce((sum, { series }) => sum + series, 0)).toBe(5000)
    expect(sizes.length).toBeLessThanOrEqual(4)
    for (const { bytes, readings, series } of sizes) {
      expect(series).toBeLessThanOrEqual(2000)
      expect(readings).toBeLessThanOrEqual(150_000)
      expect(bytes).toBeLessThan(50_000_000)
    }
  })
)

it.live("begins with prices, then master data with children before their parents, customers and links", () =>
  play({ points: 120 }, async (player) => {
    const messages = await player.drain("masterdata")
    expect(messages.map(({ name, processType }) => `${name} ${processType}`)).toEqual([
      "NotifyPriceList D18",
      "NotifyPriceList D08",
      "AccountingPointCharacteristics E03",
      "AccountingPointCharacteristics E03",
      "CharacteristicsOfACustomerAtAnAP E03",
      "NotifyBillingMasterData D17"
    ])
    const [information, prices, children, parents, customers, links] = messages.map(({ body }) => body)
    const { charges, unfinished } = assembleCharges({
      information: Result.getOrThrow(decodePriceList(information)).information,
      series: Result.getOrThrow(decodePriceList(prices)).series
    })
    expect(unfinished).toEqual([])
    expect(charges.length).toBe(15)
    const heating = Result.getOrThrow(decodeMasterData(children)).records.map(({ masterData }) => masterData)
    expect(heating.length).toBeGreaterThan(0)
    expect(new Set(heating.map(({ type }) => type))).toEqual(new Set(["D14"]))
    const dwellings = Result.getOrThrow(decodeMasterData(parents)).records.map(({ masterData }) => masterData)
    const parentOf = new Map(dwellings.flatMap(({ children, gsrn }) => children.map((one) => [one.gsrn, gsrn])))
    expect(heating.map(({ gsrn }) => parentOf.get(gsrn))).toEqual(heating.map(({ parent }) => parent?.gsrn))
    const known = Result.getOrThrow(decodeCustomerData(customers)).records
    expect(known.length).toBe(dwellings.length)
    expect(known.some(({ customer }) => customer.cpr !== undefined)).toBe(false)
    const linked = new Set(Result.getOrThrow(decodeChargeLinks(links)).links.map(({ gsrn }) => gsrn))
    expect(linked).toEqual(new Set(dwellings.map(({ gsrn }) => gsrn)))
  })
)

it.live("begins with readings of days that are past when it is told to", () =>
  play({ points: 20, historyDays: 10 }, async (player) => {
    const series = seriesOfAll(await player.drain("measuredata"))
    const starts = new Set(series.map(({ start }) => start))
    expect(starts.size).toBe(10)
  })
)
