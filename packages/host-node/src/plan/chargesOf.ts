import {
  assembleCharges,
  type Charge,
  chargeKeyText,
  type CimError,
  CimParser,
  type PriceListDefaults,
  type PriceVersion
} from "@datahub-settlement/core"
import { Effect } from "effect"
import { problemsOf } from "../folder/addFile.ts"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { ChargeDefaults } from "../folder/SettlementFile.ts"

/** The charges of a folder: price lists first, then what RSM-034 says, which comes from DataHub itself. */
export const chargesOf = Effect.fn("chargesOf")(function* (
  contents: FolderContents,
  defaults: ChargeDefaults | undefined
) {
  const parser = yield* CimParser
  const known: Array<Charge> = []
  for (const { file, value } of contents.priceLists) {
    yield* parser.chargePriceList(value, priceListDefaults(defaults)).pipe(
      Effect.map(({ charges, skipped }) => {
        known.push(...charges)
        for (const { path, reason } of skipped) contents.notices.push({ file, message: `${path}: ${reason}; left out` })
      }),
      Effect.catchTag("CimError", (error: CimError) =>
        Effect.sync(() => void contents.problems.push(...problemsOf(file, error)))
      )
    )
  }
  const { charges, unfinished } = assembleCharges({
    known: merged(known),
    information: contents.chargeMessages.flatMap(({ information }) => information),
    series: contents.chargeMessages.flatMap(({ series }) => series)
  })
  for (const { key, reason } of unfinished)
    contents.notices.push({ message: `charge ${chargeKeyText(key)} is left out: ${reason}` })
  return charges.map((charge) => named(charge, defaults?.names ?? {}))
})

const priceListDefaults = (defaults: ChargeDefaults | undefined): PriceListDefaults => {
  const taxes = defaults?.taxes
  return {
    vatClass: defaults?.vatClass,
    transparentInvoicing: defaults?.transparentInvoicing,
    isTax: taxes === undefined ? undefined : (key) => taxes.includes(chargeKeyText(key))
  }
}

/** One charge may stand in several lists: its versions are put together, the same version twice is one. */
const merged = (charges: ReadonlyArray<Charge>): ReadonlyArray<Charge> =>
  Array.from(Map.groupBy(charges, ({ key }) => chargeKeyText(key)).values(), (same) => {
    const first = same[0]!
    const versions: ReadonlyArray<PriceVersion<unknown>> = same.flatMap(
      ({ prices }): ReadonlyArray<PriceVersion<unknown>> => prices
    )
    const distinct = new Map(versions.map((version) => [versionText(version), version]))
    return { ...first, prices: [...distinct.values()].toSorted((a, b) => a.from - b.from) } as Charge
  })

const versionText = ({ from, price, to }: PriceVersion<unknown>): string =>
  JSON.stringify([from, to, price], (_key, value: unknown) =>
    value instanceof Float64Array ? Array.from(value, String) : value
  )

/** Price lists without the column `Note` leave a charge named after its code. */
const named = (charge: Charge, names: Readonly<Record<string, string>>): Charge => {
  const name = names[chargeKeyText(charge.key)]
  return name === undefined || charge.name !== charge.key.code ? charge : { ...charge, name }
}
