import { type Gsrn, MarketCalendar, type Period } from "@datahub-settlement/core"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { ChargeDefaults, MeteringPointSettings, Party } from "../folder/SettlementFile.ts"

/** What all settlement files of a folder say together. */
export interface MergedSettings {
  readonly period: Period | undefined
  readonly supplier: Party | undefined
  readonly meteringPoints: ReadonlyMap<Gsrn, MeteringPointSettings>
  readonly owners: Readonly<Record<string, string>>
  readonly chargeDefaults: ChargeDefaults | undefined
}

/** Puts the settlement files together; where two contradict each other it is a problem, for nothing says which holds. */
export const mergedSettings = (contents: FolderContents): MergedSettings => {
  const meteringPoints = new Map<Gsrn, MeteringPointSettings>()
  const contradiction = (file: string, what: string): void => {
    contents.problems.push({ file, kind: "ContradictorySettings", message: `${what} is given by another file as well` })
  }
  const single = <A>(
    what: string,
    of: (settings: FolderContents["settings"][number]["value"]) => A | undefined
  ): A | undefined => {
    const given = contents.settings.filter(({ value }) => of(value) !== undefined)
    for (const { file, value } of given.slice(1)) {
      if (JSON.stringify(of(value)) !== JSON.stringify(of(given[0]!.value))) contradiction(file, what)
    }
    return given[0] === undefined ? undefined : of(given[0].value)
  }
  for (const { file, value } of contents.settings) {
    for (const point of value.meteringPoints) {
      if (meteringPoints.has(point.gsrn)) contradiction(file, `metering point ${point.gsrn}`)
      else meteringPoints.set(point.gsrn, point)
    }
  }
  const dates = single("the period", ({ period }) => period)
  return {
    period: dates === undefined ? undefined : MarketCalendar.datePeriod(dates.from, dates.to),
    supplier: single("the supplier", ({ supplier }) => supplier),
    meteringPoints,
    owners: Object.assign({}, ...contents.settings.map(({ value }) => value.owners ?? {})) as Record<string, string>,
    chargeDefaults: single("chargeDefaults", ({ chargeDefaults }) => chargeDefaults)
  }
}
