import {
  type Charge,
  chargeKeyText,
  type ChargesRecorded,
  ChargeStore,
  type CorrectionsDue,
  MarketCalendar,
  type Portfolio,
  type PriceListDefaults,
  type StorageError,
  takeCharges,
  type Transactions
} from "@datahub-settlement/core"
import { Effect, Result } from "effect"
import { endedPrices, withEnds } from "./endedPrices.ts"
import { type EndedPrice, noPriceListOutcome, type PriceListOutcome } from "./PriceListOutcome.ts"
import { firstPriceListDay } from "./priceListSelection.ts"
import { type LeftOut, readPriceList } from "./readPriceList.ts"
import type { SourcedDocument } from "./SourcedDocument.ts"

/** How a document is to be taken. */
export interface PriceListTerms {
  /** For columns that the rows lack; a list that was fetched has all of them. */
  readonly defaults?: PriceListDefaults | undefined
  /**
   * Whether the document holds every row of each of its charges since 2014. Prices that an earlier list named and this
   * one does not have ended then; of a part of a list nothing of the kind can be said.
   */
  readonly isWhole: boolean
}

/** Records what one list holds of the charges that are wanted; `held` names them, used or not. */
export const recordPriceList = Effect.fnUntraced(function* (
  { content, source }: SourcedDocument,
  { defaults, isWhole }: PriceListTerms,
  isWanted: (charge: string) => boolean
) {
  const list = readPriceList(content, defaults ?? {})
  if (Result.isFailure(list)) {
    const problems = [{ source, message: list.failure.message }]
    return { held: [], outcome: { ...noPriceListOutcome, problems } }
  }
  const charges = list.success.charges.filter(({ key }) => isWanted(chargeKeyText(key)))
  const skipped = list.success.skipped.filter(({ charge }) => isWanted(charge))
  const refused = list.success.refused.filter(({ charge }) => isWanted(charge))
  const { ended, toRecord } = yield* isWhole
    ? withEndedPrices(charges)
    : Effect.succeed({ ended: [], toRecord: charges })
  const recording = yield* recordAcceptable(toRecord, source)
  const outcome: PriceListOutcome = {
    ...noPriceListOutcome,
    charges: charges.length - recording.refused.length,
    recorded: recording.recorded,
    ended: ended.filter((one) => !recording.refused.some(({ charge }) => charge === one.charge)),
    skipped,
    refused: [...refused, ...recording.refused]
  }
  const held = [
    ...charges.map(({ key }) => chargeKeyText(key)),
    ...skipped.map(({ charge }) => charge),
    ...refused.map(({ charge }) => charge)
  ]
  return { held, outcome }
})

const withEndedPrices = Effect.fnUntraced(function* (charges: ReadonlyArray<Charge>) {
  const store = yield* ChargeStore
  const since = MarketCalendar.startOfDay(firstPriceListDay)
  const everything = { from: since, to: Date.UTC(2200, 0, 1) }
  const known = new Map(
    (yield* store.charges({ keys: charges.map(({ key }) => key), period: everything })).map((charge) => [
      chargeKeyText(charge.key),
      charge
    ])
  )
  const ended: Array<EndedPrice> = []
  const toRecord = charges.map((charge) => {
    const id = chargeKeyText(charge.key)
    const ends = endedPrices(charge, known.get(id), since)
    ended.push(...ends.map((end) => ({ charge: id, ...end })))
    return withEnds(charge, ends)
  })
  return { ended, toRecord }
})

type ChargePorts = ChargeStore | CorrectionsDue | Portfolio | Transactions

/** Records charges, leaving out those that the store refuses. */
const recordAcceptable = Effect.fnUntraced(function* (
  charges: ReadonlyArray<Charge>,
  source: string
): Effect.fn.Return<
  { readonly recorded: ChargesRecorded; readonly refused: ReadonlyArray<LeftOut> },
  StorageError,
  ChargePorts
> {
  const refused: Array<LeftOut> = []
  let left = charges
  for (;;) {
    const result = yield* takeCharges(left, source).pipe(
      Effect.map((recorded) => ({ recorded, refused })),
      Effect.catchTag("PricesRefused", (refusal) => Effect.succeed(refusal))
    )
    if ("recorded" in result) return result
    const { charge, message } = result
    refused.push({ charge, path: "records", reason: message })
    const rest = left.filter(({ key }) => chargeKeyText(key) !== charge)
    if (rest.length === left.length) return yield* Effect.die(result)
    left = rest
  }
})
