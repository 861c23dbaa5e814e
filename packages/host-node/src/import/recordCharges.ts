import {
  type Charge,
  chargeKeyText,
  type ChargesRecorded,
  type PriceListData,
  takeCharges,
  takePrices
} from "@datahub-settlement/core"
import { Clock, Effect } from "effect"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { ChargeDefaults } from "../folder/SettlementFile.ts"
import { chargesOf } from "../plan/chargesOf.ts"

const SOURCE = "import"

/**
 * Records the charges of a folder. Price lists speak for themselves; RSM-034 changes what they say, or what is stored: it
 * may bring new prices alone, and what DataHub made last holds, whichever folder it came in.
 */
export const recordCharges = Effect.fn("recordCharges")(function* (
  contents: FolderContents,
  defaults: ChargeDefaults | undefined
) {
  const listed = yield* recordAll(contents, yield* chargesOf({ ...contents, chargeMessages: [] }, defaults))
  const unfinished = new Map<string, string>()
  const told = yield* Effect.forEach(contents.chargeMessages.flatMap(byCharge), (one) =>
    recordTold(contents, unfinished, one)
  )
  for (const [charge, reason] of unfinished) {
    const message = `charge ${charge} was not recorded: ${reason}`
    contents.problems.push({ kind: "UnfinishedCharge", charge, message })
  }
  return sumOf([listed, ...told])
})

type ChargeMessage = Omit<PriceListData, "skipped">

/** A message as one for each of its charges: one that is refused does not keep the others out. */
const byCharge = ({ header, information, series }: ChargeMessage): ReadonlyArray<ChargeMessage> =>
  [...new Set([...information, ...series].map(({ key }) => chargeKeyText(key)))].map((key) => ({
    header,
    information: information.filter((one) => chargeKeyText(one.key) === key),
    series: series.filter((one) => chargeKeyText(one.key) === key)
  }))

const recordTold = (contents: FolderContents, unfinished: Map<string, string>, message: ChargeMessage) =>
  Clock.currentTimeMillis.pipe(
    Effect.flatMap((now) => takePrices(message, { messageId: message.header.messageId, now })),
    Effect.map((taken) => {
      for (const { key } of [...message.information, ...message.series]) unfinished.delete(chargeKeyText(key))
      for (const { key, reason } of taken.unfinished) unfinished.set(chargeKeyText(key), reason)
      return taken.recorded
    }),
    Effect.catchTag("PricesRefused", (problem) =>
      Effect.sync(() => {
        contents.problems.push({ kind: problem._tag, charge: problem.charge, message: problem.message })
        return NOTHING
      })
    )
  )

const NOTHING: ChargesRecorded = { charges: 0, added: 0, superseded: 0 }

const sumOf = (outcomes: ReadonlyArray<ChargesRecorded>): ChargesRecorded => ({
  charges: outcomes.reduce((sum, { charges }) => sum + charges, 0),
  added: outcomes.reduce((sum, { added }) => sum + added, 0),
  superseded: outcomes.reduce((sum, { superseded }) => sum + superseded, 0)
})

/** All at once, or one by one where one of them is refused: the others are kept. */
const recordAll = Effect.fnUntraced(function* (contents: FolderContents, charges: ReadonlyArray<Charge>) {
  if (charges.length === 0) return NOTHING
  return yield* takeCharges(charges, SOURCE).pipe(
    Effect.catchTag("PricesRefused", () =>
      Effect.map(
        Effect.forEach(charges, (charge) =>
          takeCharges([charge], SOURCE).pipe(
            Effect.catchTag("PricesRefused", (problem) =>
              Effect.sync(() => {
                contents.problems.push({ kind: problem._tag, charge: problem.charge, message: problem.message })
                return NOTHING
              })
            )
          )
        ),
        sumOf
      )
    )
  )
})
