import {
  GridArea,
  type Gsrn,
  type MeteringPointMasterData,
  type MeteringPointVersion,
  type PriceArea
} from "@datahub-settlement/core"
import { Schema } from "effect"
import type { DatedMasterData, FolderContents } from "../folder/FolderContents.ts"
import type { MergedSettings } from "../plan/mergedSettings.ts"

const isGridArea = Schema.is(GridArea)

/** Which price area a metering point lies in; no document of DataHub says it. */
export type PriceAreaOf = (gsrn: Gsrn, gridArea: string | undefined) => PriceArea | undefined

/** By `settlement.json`, of the point itself or of another one in the same grid area: that is what decides. */
export const priceAreas = (
  { masterData }: FolderContents,
  { meteringPoints }: Pick<MergedSettings, "meteringPoints">
): PriceAreaOf => {
  const byGridArea = new Map<string, PriceArea>()
  const byPoint = new Map<Gsrn, PriceArea>()
  for (const { gsrn, priceArea, production } of meteringPoints.values()) {
    byPoint.set(gsrn, priceArea)
    if (production !== undefined) byPoint.set(production.gsrn, priceArea)
    const { gridArea } = masterData.get(gsrn)?.at(-1)?.masterData ?? {}
    if (gridArea !== undefined) byGridArea.set(gridArea, priceArea)
  }
  return (gsrn, gridArea) => byPoint.get(gsrn) ?? (gridArea === undefined ? undefined : byGridArea.get(gridArea))
}

/** Parents by child, as the parents' own data name them. */
export const parentsOf = ({ masterData }: FolderContents): ReadonlyMap<Gsrn, MeteringPointMasterData> =>
  new Map(
    [...masterData.values()]
      .flat()
      .toSorted(byValidity)
      .flatMap(({ masterData: parent }) => parent.children.map((child) => [child.gsrn, parent] as const))
  )

const byValidity = (a: DatedMasterData, b: DatedMasterData): number =>
  a.masterData.validFrom - b.masterData.validFrom || a.createdAt - b.createdAt

/**
 * The versions of one metering point that a folder tells of, each until the next one, also where that is stored already.
 * Of two for the same day the one that was made last holds.
 */
export const masterDataVersions = (
  gsrn: Gsrn,
  contents: FolderContents,
  parents: ReadonlyMap<Gsrn, MeteringPointMasterData>,
  priceAreaOf: PriceAreaOf,
  stored: ReadonlyArray<MeteringPointVersion>
): ReadonlyArray<MeteringPointVersion> => {
  const told = new Map(
    (contents.masterData.get(gsrn) ?? [])
      .toSorted(byValidity)
      .map(({ masterData }) => [masterData.validFrom, masterData])
  )
  const parent = parents.get(gsrn)
  const data = told.size > 0 || parent === undefined ? [...told.values()] : [childData(gsrn, parent)]
  const begins = [...data.map(({ validFrom }) => validFrom), ...stored.map(({ from }) => from)].sort((a, b) => a - b)
  return data.flatMap((one) => {
    const { gridArea, type, validFrom: from } = one
    const priceArea = priceAreaOf(gsrn, gridArea ?? parent?.gridArea) ?? stored.at(-1)?.priceArea
    if (type === undefined || !isGridArea(gridArea) || priceArea === undefined) {
      contents.problems.push(unknownData(gsrn, one, priceArea))
      return []
    }
    const to = begins.find((begin) => begin > from)
    const ofParent = one.parent?.gsrn ?? parent?.gsrn
    const version: MeteringPointVersion = {
      gsrn,
      from,
      ...(to === undefined ? {} : { to }),
      type,
      gridArea,
      priceArea,
      ...(ofParent === undefined ? {} : { parent: ofParent }),
      ...(told.size > 0 ? { masterData: one } : {})
    }
    return [version]
  })
}

/** What a parent's data say of its child, where the child has none of its own. */
const childData = (
  gsrn: Gsrn,
  { children, gridArea, validFrom }: MeteringPointMasterData
): MeteringPointMasterData => ({
  gsrn,
  validFrom,
  type: children.find((child) => child.gsrn === gsrn)?.type,
  gridArea,
  children: [],
  estimatedAnnualVolumes: []
})

const unknownData = (gsrn: Gsrn, { gridArea, type }: MeteringPointMasterData, priceArea: PriceArea | undefined) => {
  const missing = [
    ...(type === undefined ? ["its type"] : []),
    ...(isGridArea(gridArea) ? [] : ["a grid area of three digits"]),
    ...(priceArea === undefined ? ["its price area: name it, or another one in its grid area, in settlement.json"] : [])
  ]
  return {
    kind: "IncompleteMasterData",
    gsrn,
    message: `metering point ${gsrn} was not recorded; not known: ${missing.join("; ")}`
  }
}
