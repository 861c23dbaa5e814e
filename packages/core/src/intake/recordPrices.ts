import { Effect } from "effect"
import {
  type AnyPrice,
  type Charge,
  type ChargeKey,
  chargeKeyText,
  ChargeStore,
  type PriceVersion
} from "../charges/index.ts"
import { type Statement, Statements } from "../exchange/index.ts"
import type { Period, Validity } from "../market/index.ts"
import {
  assembleCharges,
  type ChargeInformation,
  type ChargePriceSeries,
  decodePriceList,
  encodeChargeInformation,
  encodeChargePrices,
  type PriceListData
} from "../messages/index.ts"
import { uncovered } from "../storage/index.ts"
import { notePriceCorrections } from "./notePriceCorrections.ts"
import type { Applied, Applying } from "./PreparedMessage.ts"
import { readStatement } from "./toldBefore.ts"

/** Every time that a price can speak of. */
const EVER: Period = { from: Date.UTC(1990, 0, 1), to: Date.UTC(2200, 0, 1) }

const chargeSubject = (key: ChargeKey): string => `charge/${chargeKeyText(key)}`

/** RSM-034, see {@link takePrices}. */
export const recordPrices = Effect.fn("recordPrices")(function* (data: PriceListData, applying: Applying) {
  const { unfinished } = yield* takePrices(data, applying)
  return {
    parkedParts: 0,
    notes: [
      ...unfinished.map(({ key, reason }) => `charge ${chargeKeyText(key)} cannot be used yet: ${reason}`),
      ...data.skipped.map(({ path, reason }) => `${path}: ${reason}`)
    ],
    arrived: []
  } satisfies Applied
})

/**
 * Takes what RSM-034 says of charges and their prices (BRS-031) into the store. What was told later of the same charge is
 * applied once more after what has just come, so that a message that is late changes only what nobody has changed since.
 * Prices that come before the name and VAT class of their charge wait among the statements until those are told. Settled
 * time that gets other prices is noted for correction, at every point that is linked to the charge.
 */
export const takePrices = Effect.fn("takePrices")(function* (data: PriceListInformation, applying: Applying) {
  const { messageId } = applying
  const store = yield* ChargeStore
  const statements = yield* Statements
  const own = statementsOf(data, messageId)
  const keys = new Map([...data.information, ...data.series].map(({ key }) => [chargeKeyText(key), key]))
  yield* statements.add(own)
  const told = yield* statements.of([...keys.values()].map(chargeSubject), ["charge information", "charge prices"])
  const known = keys.size === 0 ? [] : yield* store.charges({ keys: [...keys.values()], period: EVER })
  const knownSubjects = new Set(known.map(({ key }) => chargeSubject(key)))
  const counts = told.filter(({ madeAt, subject }) => !knownSubjects.has(subject) || madeAt >= data.header.createdAt)
  const lists = yield* Effect.forEach(counts, readStatement(decodePriceList))
  const { charges, unfinished } = assembleCharges({
    known,
    information: lists.flatMap(({ information }) => information),
    series: lists.flatMap(({ series }) => series)
  })
  const before = new Map(known.map((charge) => [chargeKeyText(charge.key), charge]))
  const recorded = yield* store.record(
    charges.map((charge) => withEnds(charge, before.get(chargeKeyText(charge.key)))),
    messageId
  )
  if (recorded.added + recorded.superseded > 0) yield* notePriceCorrections(known, charges, applying)
  return { recorded, unfinished }
})

/** What a price list says, whatever was left out of it. */
type PriceListInformation = Omit<PriceListData, "skipped">

const statementsOf = (
  { header, information, series }: PriceListInformation,
  messageId: string
): ReadonlyArray<Statement> => {
  const statement = (
    one: ChargeInformation | ChargePriceSeries,
    index: number,
    kind: Statement["kind"],
    document: object
  ): Statement => ({
    subject: chargeSubject(one.key),
    kind,
    madeAt: header.createdAt,
    messageId,
    transactionId: `${one.transactionId}/${index}`,
    document: JSON.stringify(document)
  })
  return [
    ...information.map((one, index) =>
      statement(one, index, "charge information", encodeChargeInformation({ header, information: [one] }))
    ),
    ...series.map((one, index) => statement(one, index, "charge prices", encodeChargePrices({ header, series: [one] })))
  ]
}

/** A store keeps what nobody speaks of: that a charge has ended has to be said, as time without a price. */
const withEnds = (charge: Charge, stored: Charge | undefined): Charge => {
  if (stored === undefined) return charge
  const priced = versionsOf(stored).filter(({ price }) => !isNoPrice(price))
  const ended = uncovered(priced, charge.prices).map((part) => noPrice(charge.key, part))
  return { ...charge, prices: [...versionsOf(charge), ...ended].toSorted((a, b) => a.from - b.from) } as Charge
}

const versionsOf = ({ prices }: Charge): ReadonlyArray<PriceVersion<AnyPrice>> => prices

const isNoPrice = (price: AnyPrice): boolean =>
  typeof price === "number" ? Number.isNaN(price) : price.kind === "flat" && Number.isNaN(price.nanoDkkPerKwh)

const noPrice = ({ type }: ChargeKey, { from, to }: Validity): PriceVersion<AnyPrice> => ({
  from,
  ...(to === undefined ? {} : { to }),
  price: type === "D03" ? { kind: "flat", nanoDkkPerKwh: Number.NaN } : Number.NaN
})
