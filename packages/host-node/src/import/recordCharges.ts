import {
  type AnyPrice,
  assembleCharges,
  type Charge,
  type ChargeKey,
  chargeKeyText,
  ChargeStore,
  type Period,
  type PriceVersion,
  type Validity
} from "@datahub-settlement/core"
import { Effect } from "effect"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { ChargeDefaults } from "../folder/SettlementFile.ts"
import { chargesOf } from "../plan/chargesOf.ts"
import { uncovered } from "./uncovered.ts"

/** Every time that a price can speak of. */
const EVER: Period = { from: Date.UTC(1990, 0, 1), to: Date.UTC(2200, 0, 1) }

const SOURCE = "import"

/**
 * Records the charges of a folder. Price lists speak for themselves; RSM-034 changes what the folder's lists say, or,
 * where they do not name a charge, what is stored: it may bring new prices alone.
 */
export const recordCharges = Effect.fn("recordCharges")(function* (
  contents: FolderContents,
  defaults: ChargeDefaults | undefined
) {
  const store = yield* ChargeStore
  const listed = yield* chargesOf({ ...contents, chargeInformation: [], chargeSeries: [] }, defaults)
  const { chargeInformation: information, chargeSeries: series } = contents
  const keys = new Map([...information, ...series].map(({ key }) => [chargeKeyText(key), key]))
  const stored = keys.size === 0 ? [] : yield* store.charges({ keys: [...keys.values()], period: EVER })
  const known = new Map([...stored, ...listed].map((charge) => [chargeKeyText(charge.key), charge]))
  const assembled = assembleCharges({
    known: [...keys.keys()].flatMap((key) => known.get(key) ?? []),
    information,
    series
  })
  for (const { key, reason } of assembled.unfinished) {
    contents.problems.push({
      kind: "UnfinishedCharge",
      charge: chargeKeyText(key),
      message: `charge ${chargeKeyText(key)} was not recorded: ${reason}`
    })
  }
  const storedByKey = new Map(stored.map((charge) => [chargeKeyText(charge.key), charge]))
  const charges = [
    ...listed.filter(({ key }) => !keys.has(chargeKeyText(key))),
    ...assembled.charges.map((charge) => withEnds(charge, storedByKey.get(chargeKeyText(charge.key))))
  ]
  return yield* recordAll(contents, charges)
})

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

/** All at once, or one by one where one of them is refused: the others are kept. */
const recordAll = Effect.fnUntraced(function* (contents: FolderContents, charges: ReadonlyArray<Charge>) {
  const store = yield* ChargeStore
  const nothing = { charges: 0, added: 0, superseded: 0 }
  if (charges.length === 0) return nothing
  return yield* store.record(charges, SOURCE).pipe(
    Effect.catchTag("PricesRefused", () =>
      Effect.map(
        Effect.forEach(charges, (charge) =>
          store.record([charge], SOURCE).pipe(
            Effect.catchTag("PricesRefused", (problem) =>
              Effect.sync(() => {
                contents.problems.push({ kind: problem._tag, charge: problem.charge, message: problem.message })
                return nothing
              })
            )
          )
        ),
        (outcomes) => ({
          charges: outcomes.reduce((sum, { charges: count }) => sum + count, 0),
          added: outcomes.reduce((sum, { added }) => sum + added, 0),
          superseded: outcomes.reduce((sum, { superseded }) => sum + superseded, 0)
        })
      )
    )
  )
})
