import { Result } from "effect"
import { endOf, intervalMs } from "../market/index.ts"
import { joinEqual, overlapOf } from "../storage/index.ts"
import type { Charge, PriceVersion } from "./Charge.ts"
import { type ChargeType, chargeKeyText } from "./ChargeKey.ts"
import { PricesRefused } from "./PricesRefused.ts"
import { type AnyPrice, samePrice } from "./priceVersions.ts"

/** A charge as a store takes it: checked, its pieces together. */
export interface ChargeToRecord {
  readonly id: string
  /** Its key, name, VAT class and flags. */
  readonly charge: Charge
  /** In time order, without overlap, each with its source, neighbours that say the same made one. */
  readonly versions: ReadonlyArray<PriceVersion<AnyPrice>>
}

/** Checks charges before a store records them, and brings pieces of one charge together. Sorted by key text. */
export const chargesToRecord = (
  charges: ReadonlyArray<Charge>,
  source: string
): Result.Result<ReadonlyArray<ChargeToRecord>, PricesRefused> => {
  const toRecord: Array<ChargeToRecord> = []
  for (const [id, pieces] of [...Map.groupBy(charges, ({ key }) => chargeKeyText(key))].sort(([a], [b]) =>
    a < b ? -1 : 1
  )) {
    const versions = withoutRepeats(pieces).map((version) => ({ ...version, source: version.source ?? source }))
    const refused = pieceFault(id, pieces) ?? versionFault(id, versions)
    if (refused !== undefined) return Result.fail(refused)
    const joined = joinEqual(versions, (a, b) => a.source === b.source && samePrice(a.price, b.price))
    toRecord.push({ id, charge: pieces.at(-1)!, versions: joined.toSorted((a, b) => a.from - b.from) })
  }
  return Result.succeed(toRecord)
}

const versionsOf = ({ prices }: Charge): ReadonlyArray<PriceVersion<AnyPrice>> => prices

/** The same version in two pieces is one. */
const withoutRepeats = (pieces: ReadonlyArray<Charge>): ReadonlyArray<PriceVersion<AnyPrice>> => {
  const all = pieces.flatMap(versionsOf)
  if (pieces.length === 1) return all
  return all.filter(
    (one, index) =>
      !all
        .slice(0, index)
        .some((other) => other.from === one.from && other.to === one.to && samePrice(other.price, one.price))
  )
}

const kindOfType: Readonly<Record<ChargeType, Charge["kind"]>> = { D01: "subscription", D02: "fee", D03: "tariff" }

const ALWAYS = { from: Number.NEGATIVE_INFINITY }

const pieceFault = (id: string, pieces: ReadonlyArray<Charge>): PricesRefused | undefined => {
  const [first] = pieces
  for (const piece of pieces) {
    if (kindOfType[piece.key.type] !== piece.kind) {
      return new PricesRefused({ charge: id, ...ALWAYS, reason: `type ${piece.key.type} is not a ${piece.kind}` })
    }
    if (!sameCharge(first!, piece)) {
      return new PricesRefused({ charge: id, ...ALWAYS, reason: "two pieces of it differ in name, VAT class or flags" })
    }
  }
  return undefined
}

/** Whether two charges differ in prices only. */
export const sameCharge = (a: Charge, b: Charge): boolean =>
  a.name === b.name &&
  a.vatClass === b.vatClass &&
  a.transparentInvoicing === b.transparentInvoicing &&
  isTax(a) === isTax(b)

const isTax = (charge: Charge): boolean => charge.kind === "tariff" && charge.isTax

const versionFault = (id: string, versions: ReadonlyArray<PriceVersion<AnyPrice>>): PricesRefused | undefined => {
  for (const { from, price, to } of versions) {
    const reason =
      !Number.isSafeInteger(from) || (to !== undefined && !Number.isSafeInteger(to))
        ? "a version begins, and if it does ends, at whole milliseconds"
        : to !== undefined && to <= from
          ? "the version is empty"
          : priceFault(price)
    if (reason !== undefined) return new PricesRefused({ charge: id, from, to, reason })
  }
  const overlap = overlapOf(versions)
  return (
    overlap &&
    new PricesRefused({
      charge: id,
      from: overlap.from,
      to: endOf(overlap),
      reason: "two versions claim the same time"
    })
  )
}

/** Whether a price is whole nano-DKK, or `NaN` for none. */
export const isWholePrice = (price: number): boolean => Number.isSafeInteger(price) || Number.isNaN(price)

export const NOT_WHOLE = "a price must be whole nano-DKK (1e-9 DKK) that doubles hold exactly"

const priceFault = (price: AnyPrice): string | undefined => {
  if (typeof price === "number") return isWholePrice(price) ? undefined : NOT_WHOLE
  if (price.kind === "flat") return isWholePrice(price.nanoDkkPerKwh) ? undefined : NOT_WHOLE
  if (!price.nanoDkkPerKwh.every(isWholePrice)) return NOT_WHOLE
  if (price.kind === "byLocalHour")
    return price.nanoDkkPerKwh.length === 24 ? undefined : "a price by local hour has 24 prices"
  return price.start % intervalMs[price.resolution] === 0
    ? undefined
    : `a ${price.resolution} series begins at the start of an interval`
}
