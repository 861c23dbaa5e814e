import { type Result, Schema } from "effect"
import type { ChargeKey, ChargeType } from "../charges/index.ts"
import { endOf, type Validity } from "../market/index.ts"
import { type NanoDkk, nanoFromDkk } from "../quantity/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import {
  Coded,
  decodeRecords,
  FilledText,
  GlnId,
  InstantText,
  instantOfWire,
  MidnightText,
  numberOfWire,
  type RecordsPlace,
  SixDecimals,
  WireNumber
} from "./cimSchema.ts"
import { addFault, pathText } from "./faults.ts"
import type { JsonObject } from "./json.ts"
import { isChargeType } from "./wireChargeLink.ts"
import type {
  ChargeInformation,
  ChargePriceSeries,
  PriceListData,
  PriceListOrigin,
  PriceResolution
} from "./PriceList.ts"
import { positionsIn } from "./pricePositions.ts"
import type { Skipped } from "./Skipped.ts"
import { wireInstant, wireMinute } from "./wireInstant.ts"

const NAME = "NotifyPriceList"

const Amount = Schema.Union([SixDecimals, Schema.Struct({ value: SixDecimals })])

const WirePrices = Schema.Struct({
  resolution: Schema.String,
  timeInterval: Schema.Struct({
    start: Schema.Struct({ value: InstantText }),
    end: Schema.optional(Schema.Struct({ value: InstantText }))
  }),
  Point: Schema.Array(Schema.Struct({ position: WireNumber, "price.amount": Schema.optional(Amount) }))
})

const WireCharge = Schema.Struct({
  mRID: FilledText,
  "chargeTypeOwner_MarketParticipant.mRID": GlnId,
  type: Coded,
  effectiveDate: MidnightText,
  terminationDate: Schema.optional(MidnightText),
  VATPayer: Schema.optional(Coded),
  description: Schema.optional(Schema.String),
  name: Schema.optional(Schema.String),
  "priceTimeFrame_Period.resolution": Schema.optional(Schema.String),
  taxIndicator: Schema.optional(Schema.Boolean),
  transparentInvoicing: Schema.optional(Schema.Boolean),
  Series_Period: Schema.optional(Schema.Array(WirePrices))
})
type WireCharge = typeof WireCharge.Type

const WireRecord = Schema.Struct({
  mRID: Schema.String,
  ChargeGroup: Schema.Struct({ ChargeType: Schema.Array(WireCharge) })
})

/** Prices are announced at most three years ahead; more is no price series. */
const PERIOD_YEARS_MAX = 10

/**
 * Decodes RSM-034, the price list: charge master data (process D18) and charge prices (D08), JSON text or the parsed
 * value. Prices are DKK without VAT with at most six decimals and come out as whole nano-DKK; a position that is left
 * out has no price. Fails with every fault of the document. {@link assembleCharges} makes charges of what this gives.
 *
 * @example
 * import { Result } from "effect"
 * import { decodePriceList } from "@datahub-settlement/core"
 *
 * const refused = decodePriceList({ NotifyBillingMasterData_MarketDocument: {} })
 * Result.isFailure(refused) && refused.failure.expected // => "the root key NotifyPriceList_MarketDocument"
 */
export const decodePriceList = (input: unknown): Result.Result<PriceListData, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header, { faults, path }) => {
    const data = { header, information: [], series: [], skipped: [] }
    records.forEach((record, index) =>
      record.ChargeGroup.ChargeType.forEach((charge, chargeIndex) =>
        readCharge(charge, record.mRID, data, {
          faults,
          path: [...path, index, "ChargeGroup", "ChargeType", chargeIndex]
        })
      )
    )
    return data
  })

/** A document in the making. */
interface Growing {
  readonly header: CimHeader
  readonly information: Array<ChargeInformation>
  readonly series: Array<ChargePriceSeries>
  readonly skipped: Array<Skipped>
}

const readCharge = (charge: WireCharge, transactionId: string, data: Growing, place: RecordsPlace): void => {
  const type = charge.type.value
  if (!isChargeType(type)) {
    data.skipped.push({ path: pathText(place.path), reason: `unknown charge type ${type}` })
    return
  }
  const origin = {
    key: { owner: charge["chargeTypeOwner_MarketParticipant.mRID"].value, type, code: charge.mRID },
    registeredAt: data.header.createdAt,
    messageId: data.header.messageId,
    transactionId
  }
  if (charge.Series_Period === undefined) data.information.push(informationOf(charge, origin, place))
  else {
    charge.Series_Period.forEach((prices, index) =>
      readPrices(prices, origin, data, { ...place, path: [...place.path, "Series_Period", index] })
    )
  }
}

const informationOf = (
  charge: WireCharge,
  origin: PriceListOrigin,
  { faults, path }: RecordsPlace
): ChargeInformation => {
  const required = <A>(key: keyof WireCharge, value: A | undefined, otherwise: A): A => {
    if (value === undefined) addFault(faults, [...path, key], "a value", value)
    return value ?? otherwise
  }
  const from = instantOfWire(charge.effectiveDate)
  const to = charge.terminationDate === undefined ? undefined : instantOfWire(charge.terminationDate)
  if (to !== undefined && to < from) {
    addFault(faults, [...path, "terminationDate"], `${charge.effectiveDate} or later`, charge.terminationDate)
  }
  return {
    ...origin,
    name: required("name", charge.name, ""),
    description: charge.description ?? "",
    vatClass: required("VATPayer", charge.VATPayer?.value, ""),
    isTax: required("taxIndicator", charge.taxIndicator, false),
    transparentInvoicing: required("transparentInvoicing", charge.transparentInvoicing, false),
    resolution: required("priceTimeFrame_Period.resolution", charge["priceTimeFrame_Period.resolution"], ""),
    from,
    ...(to === undefined ? {} : { to })
  }
}

const resolutionsOf: Readonly<Record<ChargeType, ReadonlyArray<PriceResolution>>> = {
  D01: ["P1M"],
  D02: ["P1M"],
  D03: ["PT15M", "PT1H", "P1D"]
}

const readPrices = (
  wire: typeof WirePrices.Type,
  origin: PriceListOrigin,
  data: Growing,
  place: RecordsPlace
): void => {
  const resolution = resolutionsOf[origin.key.type].find((known) => known === wire.resolution)
  if (resolution === undefined) {
    const reason = `resolution ${wire.resolution} of a charge of type ${origin.key.type}`
    data.skipped.push({ path: pathText(place.path), reason })
    return
  }
  const end = wire.timeInterval.end?.value
  const validity: Validity = {
    from: instantOfWire(wire.timeInterval.start.value),
    ...(end === undefined ? {} : { to: instantOfWire(end) })
  }
  const days = (endOf(validity) - validity.from) / 86_400_000
  const positions =
    days > 0 && (end === undefined || days <= PERIOD_YEARS_MAX * 366) ? positionsIn(validity, resolution) : undefined
  if (positions === undefined) {
    return addFault(
      place.faults,
      [...place.path, "timeInterval"],
      `whole ${resolution} positions, at most ${PERIOD_YEARS_MAX} years`,
      wire.timeInterval
    )
  }
  data.series.push({ ...origin, ...validity, resolution, prices: pricesOf(wire, positions, place) })
}

const pricesOf = (wire: typeof WirePrices.Type, positions: number, { faults, path }: RecordsPlace): Float64Array => {
  const prices = new Float64Array(positions).fill(Number.NaN)
  const seen = new Set<number>()
  wire.Point.forEach((point, index) => {
    const position = numberOfWire(point.position)
    const expected = `a whole number from 1 to ${positions}, each once`
    if (!Number.isInteger(position) || position < 1 || position > positions || seen.has(position)) {
      return addFault(faults, [...path, "Point", index, "position"], expected, point.position)
    }
    seen.add(position)
    if (point["price.amount"] !== undefined) prices[position - 1] = nanoOf(point["price.amount"])
  })
  return prices
}

const nanoOf = (amount: typeof Amount.Type): NanoDkk => nanoFromDkk(numberOfWire(amount))!

/** Charge master data (process D18) as JSON, the way DataHub writes it: for simulators and tests. */
export const encodeChargeInformation = ({
  header,
  information
}: {
  readonly header: CimHeader
  readonly information: ReadonlyArray<ChargeInformation>
}): JsonObject =>
  documentJson(
    header,
    information.map((one) => ({
      transactionId: one.transactionId,
      charge: {
        mRID: one.key.code,
        VATPayer: { value: one.vatClass },
        ...ownerJson(one.key),
        description: one.description,
        effectiveDate: wireInstant(one.from),
        name: one.name,
        "priceTimeFrame_Period.resolution": one.resolution,
        taxIndicator: one.isTax,
        ...(one.to === undefined ? {} : { terminationDate: wireInstant(one.to) }),
        transparentInvoicing: one.transparentInvoicing,
        type: { value: one.key.type }
      }
    }))
  )

/** Charge prices (process D08) as JSON, the way DataHub writes it: for simulators and tests. */
export const encodeChargePrices = ({
  header,
  series
}: {
  readonly header: CimHeader
  readonly series: ReadonlyArray<ChargePriceSeries>
}): JsonObject =>
  documentJson(
    header,
    series.map((one) => ({
      transactionId: one.transactionId,
      charge: {
        mRID: one.key.code,
        ...ownerJson(one.key),
        effectiveDate: wireInstant(one.from),
        type: { value: one.key.type },
        Series_Period: [
          {
            resolution: one.resolution,
            timeInterval: {
              start: { value: wireMinute(one.from) },
              ...(one.to === undefined ? {} : { end: { value: wireMinute(one.to) } })
            },
            Point: Array.from(one.prices, pointJson)
          }
        ]
      }
    }))
  )

const pointJson = (nano: NanoDkk, index: number): JsonObject => ({
  position: { value: index + 1 },
  ...(Number.isNaN(nano) ? {} : { "price.amount": { value: nano / 1e9 } })
})

const ownerJson = (key: ChargeKey): JsonObject => ({
  "chargeTypeOwner_MarketParticipant.mRID": { codingScheme: "A10", value: key.owner }
})

const documentJson = (
  header: CimHeader,
  records: ReadonlyArray<{ readonly transactionId: string; readonly charge: JsonObject }>
): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map(({ charge, transactionId }) => ({
      mRID: transactionId,
      ChargeGroup: { ChargeType: [charge] }
    }))
  }
})
