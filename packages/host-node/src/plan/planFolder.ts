import {
  applyLinks,
  type Charge,
  type ChargeLink,
  type Gsrn,
  type Instant,
  type MeteringPointMasterData,
  type Period,
  type SettlementRequest,
  type SpotPrices,
  spotPricesOf
} from "@datahub-settlement/core"
import { Effect, Result } from "effect"
import { type FolderContents, seriesOf } from "../folder/FolderContents.ts"
import type { MeteringPointSettings } from "../folder/SettlementFile.ts"
import { chargesOf } from "./chargesOf.ts"
import { type MergedSettings, mergedSettings } from "./mergedSettings.ts"
import { productTermsOf, validityOfDates } from "./productTermsOf.ts"

/** What the caller wants other than the files say. */
export interface PlanOptions {
  readonly period: Period | undefined
  readonly asOf: Instant | undefined
}

/** A consumption point that is to be settled. */
export interface PlannedPoint {
  readonly settings: MeteringPointSettings
  readonly masterData: MeteringPointMasterData
  /** All but electric heating, which needs to know what was used before. */
  readonly request: SettlementRequest
}

/** What is to be settled; faults and notices are added to the contents. */
export interface Plan {
  readonly period: Period | undefined
  readonly settings: MergedSettings
  readonly charges: ReadonlyArray<Charge>
  readonly points: ReadonlyArray<PlannedPoint>
}

/** Brings together what the files of a folder say: a settlement request for each consumption point. */
export const planFolder = Effect.fn("planFolder")(function* (contents: FolderContents, options: PlanOptions) {
  const settings = mergedSettings(contents)
  const period = options.period ?? settings.period
  const charges = yield* chargesOf(contents, settings.chargeDefaults)
  if (period === undefined && contents.settings.length > 0) {
    contents.problems.push({ kind: "NoPeriod", message: "no period: pass --period, or give one in settlement.json" })
  }
  const common = {
    period,
    charges,
    links: linksOf(contents),
    spotPrices: spotPricesOfAreas(contents),
    asOf: options.asOf
  }
  const points = mainPoints(contents, settings).flatMap((main) => plannedPoint(contents, main, common) ?? [])
  noteUnused(contents, points)
  const plan: Plan = { period, settings, charges, points }
  return plan
})

/** Links in the order in which DataHub made them. */
const linksOf = ({ links }: FolderContents): ReadonlyArray<ChargeLink> =>
  links
    .toSorted(({ header: a }, { header: b }) => a.createdAt - b.createdAt || (a.messageId < b.messageId ? -1 : 1))
    .reduce<ReadonlyArray<ChargeLink>>((known, document) => applyLinks(known, document.links), [])

const spotPricesOfAreas = (contents: FolderContents): ReadonlyArray<SpotPrices> => {
  const prices = spotPricesOf(contents.spotPoints)
  if (Result.isSuccess(prices)) return prices.success
  contents.problems.push({ kind: prices.failure._tag, message: prices.failure.message })
  return []
}

interface MainPoint {
  readonly settings: MeteringPointSettings
  readonly masterData: MeteringPointMasterData
}

/** Consumption points with settings; one without the other is a fault, for nothing may be left out in silence. */
const mainPoints = (contents: FolderContents, { meteringPoints }: MergedSettings): ReadonlyArray<MainPoint> => {
  const { masterData, problems } = contents
  const main: Array<MainPoint> = []
  for (const settings of meteringPoints.values()) {
    const newest = newestMasterData(masterData, settings.gsrn)
    if (newest !== undefined) main.push({ settings, masterData: newest })
    else
      problems.push({
        kind: "NoMasterData",
        gsrn: settings.gsrn,
        message: `metering point ${settings.gsrn} is in settlement.json, but no RSM-022 tells of it`
      })
  }
  for (const gsrn of masterData.keys()) {
    const newest = newestMasterData(masterData, gsrn)
    if (newest?.type !== "E17" || newest.parent !== undefined || meteringPoints.has(gsrn)) continue
    problems.push({
      kind: "NoSettings",
      gsrn,
      message: `consumption point ${gsrn} (RSM-022) is not among the meteringPoints of any settlement.json`
    })
  }
  if (meteringPoints.size === 0 && contents.settings.length === 0) {
    problems.push({
      kind: "NoSettings",
      message: "no settlement.json: nothing says which metering points are to be settled"
    })
  }
  return main.sort((a, b) => (a.settings.gsrn < b.settings.gsrn ? -1 : 1))
}

const newestMasterData = (masterData: FolderContents["masterData"], gsrn: Gsrn): MeteringPointMasterData | undefined =>
  masterData
    .get(gsrn)
    ?.toSorted((a, b) => a.masterData.validFrom - b.masterData.validFrom || a.createdAt - b.createdAt)
    .at(-1)?.masterData

interface CommonParts {
  readonly period: Period | undefined
  readonly charges: ReadonlyArray<Charge>
  readonly links: ReadonlyArray<ChargeLink>
  readonly spotPrices: ReadonlyArray<SpotPrices>
  readonly asOf: Instant | undefined
}

const plannedPoint = (
  contents: FolderContents,
  { masterData, settings }: MainPoint,
  common: CommonParts
): PlannedPoint | undefined => {
  const { asOf, charges, period } = common
  if (period === undefined) return undefined
  const { gsrn, priceArea, production } = settings
  const points = new Set([
    gsrn,
    ...(production === undefined ? [] : [production.gsrn]),
    ...childrenOf(contents, gsrn, masterData)
  ])
  const supply =
    settings.supply?.map(validityOfDates) ??
    (masterData.supplyStart === undefined ? undefined : [{ from: masterData.supplyStart }])
  const request: SettlementRequest = {
    meteringPoint: { gsrn, priceArea },
    period,
    supply,
    readings: [...points].flatMap((point) => seriesOf(contents, point)),
    production,
    spotPrices: common.spotPrices.find((prices) => prices.priceArea === priceArea) ?? { priceArea, stretches: [] },
    charges,
    links: common.links.filter((link) => points.has(link.gsrn)),
    product: productTermsOf(contents, gsrn),
    asOf
  }
  return { settings, masterData, request }
}

/** Child points by the parent's own data and by theirs. */
const childrenOf = (
  { masterData }: FolderContents,
  gsrn: Gsrn,
  parent: MeteringPointMasterData
): ReadonlyArray<Gsrn> => [
  ...parent.children.map((child) => child.gsrn),
  ...[...masterData.keys()].filter((child) => newestMasterData(masterData, child)?.parent?.gsrn === gsrn)
]

/** Readings that no settled point uses are told, so that a forgotten metering point is seen. */
const noteUnused = (contents: FolderContents, points: ReadonlyArray<PlannedPoint>): void => {
  const used = new Set(points.flatMap(({ request }) => request.readings.map(({ gsrn }) => gsrn)))
  if (points.length === 0) return
  for (const gsrn of contents.series.keys()) {
    if (!used.has(gsrn))
      contents.notices.push({ message: `readings of ${gsrn} belong to no settled metering point; left out` })
  }
}
