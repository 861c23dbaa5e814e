import {
  assembleReadings,
  type Charge,
  ChargeStore,
  chargeKeyText,
  cimCodeOfQuality,
  endOf,
  formatInstant,
  type Gsrn,
  type Instant,
  joinEqual,
  MarketCalendar,
  MeteringLedger,
  type MeteringSeries,
  type Period,
  Portfolio,
  type PortfolioPoint,
  type StorageError,
  type Validity
} from "@datahub-settlement/core"
import type { ReadingStretch } from "@datahub-settlement/core"
import { Effect, Option } from "effect"

/** What a database says, by what it is about: two that say the same have the same entries. */
export type Book = ReadonlyMap<string, string>

/** Every time that charges can speak of. */
const EVER: Period = { from: Date.UTC(1995, 0, 1), to: Date.UTC(2150, 0, 1) }

/**
 * Readings that hold by point and local day, all that is known of each point, and charges. Neighbours that say the same are
 * one: how often and in how many pieces something was told does not show.
 */
export const readBook = Effect.fn("readBook")(function* (gsrns: ReadonlyArray<Gsrn>, period: Period) {
  const book = new Map<string, string>()
  const portfolio = yield* Portfolio
  for (const gsrn of gsrns) {
    yield* readReadings(book, gsrn, period)
    const point = Option.getOrUndefined(yield* portfolio.point(gsrn))
    if (point !== undefined) writePoint(book, point)
  }
  const charges = yield* ChargeStore
  for (const charge of yield* charges.charges({ period: EVER })) writeCharge(book, charge)
  return book as Book
})

/** The same name as `readBook` gives a day. */
export const readingsKey = (gsrn: string, day: string): string => `readings/${gsrn}/${day}`

/** A day's readings as text; what is missing has no quantity. */
export const readingsText = (day: {
  readonly resolution: string
  readonly registeredAt: string
  readonly wh: ReadonlyArray<number | null>
  readonly quality: ReadonlyArray<string>
}): string => {
  const said = day.wh.map((wh, index) => `${wh ?? "-"}${day.quality[index] === "A04" ? "" : day.quality[index]}`)
  return `${day.resolution} registered ${day.registeredAt}: ${said.join(" ")}`
}

const readReadings = Effect.fnUntraced(function* (
  book: Map<string, string>,
  gsrn: Gsrn,
  period: Period
): Effect.fn.Return<void, StorageError, MeteringLedger> {
  const ledger = yield* MeteringLedger
  const series = yield* ledger.readings({ gsrns: [gsrn], period })
  const byDay = Map.groupBy(series, ({ start }) => MarketCalendar.localDateOf(start))
  for (const [day, registrations] of byDay) {
    book.set(readingsKey(gsrn, day), dayText(gsrn, registrations, MarketCalendar.dayPeriod(day)))
  }
})

const dayText = (gsrn: Gsrn, registrations: ReadonlyArray<MeteringSeries>, day: Period): string => {
  const { problems, registeredUntil, stretches } = assembleReadings(registrations, gsrn, day)
  const text = stretches.map((stretch) => stretchText(stretch, registeredUntil)).join(" | ")
  return problems.length === 0 ? text : `${text} but ${problems.map(({ _tag }) => _tag).join(", ")}`
}

const stretchText = ({ qualities, quantitiesWh, resolution }: ReadingStretch, registeredAt: Instant | undefined) =>
  readingsText({
    resolution,
    registeredAt: registeredAt === undefined ? "" : formatInstant(registeredAt),
    wh: Array.from(quantitiesWh, (wh, index) => (qualities[index] === 0 ? null : wh)),
    quality: Array.from(qualities, (quality) => cimCodeOfQuality[quality as keyof typeof cimCodeOfQuality])
  })

const writePoint = (book: Map<string, string>, point: PortfolioPoint): void => {
  const { children, contracts, customers, gsrn, links, meteringPoint, supply } = point
  const write = <V extends Validity>(what: string, versions: ReadonlyArray<V>): void => {
    if (versions.length > 0) book.set(`${what}/${gsrn}`, joinedText(versions))
  }
  write(
    "point",
    // From when it holds, a version says itself.
    meteringPoint.map(({ masterData, ...version }) => ({ ...version, ...masterData, validFrom: undefined }))
  )
  write("supply", supply)
  write("children", children)
  write("contracts", contracts)
  write("customers", customers)
  for (const [charge, ofCharge] of Map.groupBy(links, (link) => chargeKeyText(link.charge))) {
    book.set(`links/${gsrn}/${charge}`, joinedText(ofCharge))
  }
}

const joinedText = <V extends Validity>(versions: ReadonlyArray<V>): string =>
  joinEqual(versions, (a, b) => saying(a) === saying(b))
    .map((version) => `${timeText(version)}: ${saying(version)}`)
    .join("\n")

const saying = ({ from: _from, to: _to, ...version }: Validity): string =>
  JSON.stringify(version, (_, value: unknown) => (isPlain(value) ? sorted(value) : value))

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const sorted = (value: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))

const timeText = (validity: Validity): string => {
  const end = endOf(validity)
  return `${formatInstant(validity.from)} – ${Number.isFinite(end) ? formatInstant(end) : ""}`
}

interface Priced extends Validity {
  readonly price: number | string
}

const HOUR_MS = 3_600_000

const writeCharge = (book: Map<string, string>, charge: Charge): void => {
  const { key, prices, ...about } = charge
  const priced = prices.flatMap((version): ReadonlyArray<Priced> => {
    const { price } = version
    const time = { from: version.from, to: version.to }
    if (typeof price === "number") return [{ ...time, price: String(price) }]
    if (price.kind === "flat") return [{ ...time, price: String(price.nanoDkkPerKwh) }]
    if (price.kind === "byLocalHour") return [{ ...time, price: price.nanoDkkPerKwh.join(" ") }]
    const step = price.resolution === "PT1H" ? HOUR_MS : HOUR_MS / 4
    return Array.from(price.nanoDkkPerKwh, (nano, index): Priced => {
      const from = price.start + index * step
      return { from, to: from + step, price: String(nano) }
    }).filter(({ from, to }) => from < endOf(version) && to! > version.from)
  })
  const joined = joinEqual(priced, (a, b) => a.price === b.price).filter(({ price }) => price !== "NaN")
  const said = joined.map((one) => `${timeText(one)}: ${one.price}`)
  book.set(`charge/${chargeKeyText(key)}`, [JSON.stringify(about), ...said].join("\n"))
}
