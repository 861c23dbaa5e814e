import { Effect } from "effect"
import { ParkedParts, type Statement, Statements, waitsForPoint } from "../exchange/index.ts"
import type { GridArea, Gsrn, PriceArea } from "../market/index.ts"
import { type CimHeader, encodeMasterData, type MasterData, type MasterDataRecord } from "../messages/index.ts"
import type { MeteringPointMasterData } from "../metering/index.ts"
import { type MeteringPointVersion, Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import { CorrectionsDue } from "../runs/index.ts"
import { IntakeSettings } from "./IntakeSettings.ts"
import { noteCorrections } from "./noteCorrections.ts"
import { type Applied, type Applying, pointSubject } from "./PreparedMessage.ts"
import { supplyChanges, supplyStarts, supplyStatement } from "./supplyEvents.ts"
import { beginOf, transactionFrom } from "./toldBefore.ts"
import { touchedByPortfolio } from "./touchedByPortfolio.ts"
import { touchedBySupply } from "./touchedBySupply.ts"

/**
 * RSM-022: what metering points are, from a day on, and whether we supply them from then. Of two messages that tell of the
 * same day the one that DataHub made last holds; each holds until the next day that is told of. A point whose grid area
 * has no known price area, or a child that says nothing of its own and whose parent is not known, waits.
 */
export const recordMasterData = Effect.fn("recordMasterData")(function* (data: MasterData, applying: Applying) {
  const portfolio = yield* Portfolio
  const statements = yield* Statements
  const header: CimHeader = { ...data.header, messageId: applying.messageId }
  const news = Map.groupBy(data.records, ({ masterData }) => masterData.gsrn)
  const gsrns = [...news.keys()]
  const parents = data.records.flatMap(({ masterData }) => masterData.parent?.gsrn ?? [])
  const stored = yield* portfolio.versions([...new Set([...gsrns, ...parents])])
  const told = Map.groupBy(
    yield* statements.of(gsrns.map(pointSubject), ["master data", "supply"]),
    ({ subject }) => subject
  )
  const placing: Placing = { ...(yield* IntakeSettings), news, stored }
  const points = gsrns.map((gsrn) => {
    const records = news.get(gsrn)!
    const before = told.get(pointSubject(gsrn)) ?? []
    return { gsrn, records, before, versions: versionsOf(records, header, before, placing) }
  })
  const recorded = points.filter(({ versions }) => Array.isArray(versions))
  const starts = recorded.flatMap(({ records }) => supplyStarts(header, records))
  const supply = supplyChanges(starts, told, stored)
  yield* statements.add([
    ...recorded.flatMap(({ records }) => records.map((record) => statementOf(header, record))),
    ...starts.map(supplyStatement)
  ])
  yield* portfolio.record({
    meteringPoints: recorded.flatMap(({ versions }) => versions as ReadonlyArray<MeteringPointVersion>),
    supply: supply.supply,
    removed: { supply: supply.removed }
  })
  yield* noteCorrections("supply", touchedBySupply(supply.touched, stored), applying)
  yield* noteMasterData(
    recorded.map(({ gsrn }) => gsrn),
    stored,
    applying
  )
  const waiting = points.filter(({ versions }) => !Array.isArray(versions))
  yield* park(header, waiting as ReadonlyArray<WaitingPoint>, applying)
  return {
    parkedParts: waiting.length,
    notes: [],
    arrived: recorded.map(({ gsrn }) => waitsForPoint(gsrn))
  } satisfies Applied
})

/** A point that lies elsewhere than was thought, or belongs to another, is settled anew, with what it belonged to before. */
const noteMasterData = Effect.fnUntraced(function* (
  gsrns: ReadonlyArray<Gsrn>,
  before: ReadonlyMap<Gsrn, PortfolioPoint>,
  applying: Applying
) {
  if ((yield* (yield* CorrectionsDue).settledUntil) === undefined) return
  const touched = touchedByPortfolio(gsrns, before, yield* (yield* Portfolio).versions(gsrns))
  yield* noteCorrections(
    "masterData",
    touched.filter(({ cause }) => cause === "masterData"),
    applying
  )
})

/** What decides where a point lies. */
interface Placing {
  readonly priceAreaOf: (gridArea: string) => PriceArea | undefined
  readonly news: ReadonlyMap<Gsrn, ReadonlyArray<MasterDataRecord>>
  readonly stored: ReadonlyMap<Gsrn, PortfolioPoint>
}

/** What keeps a point from being recorded. */
interface Lacking {
  readonly waitsFor: string
  readonly reason: string
}

/** The versions that records of one point make, or what they lack. */
const versionsOf = (
  records: ReadonlyArray<MasterDataRecord>,
  header: CimHeader,
  told: ReadonlyArray<Statement>,
  placing: Placing
): ReadonlyArray<MeteringPointVersion> | Lacking => {
  const stored = placing.stored.get(records[0]!.masterData.gsrn)?.meteringPoint ?? []
  const before = told.filter(({ kind }) => kind === "master data")
  const newer = new Set(before.filter(({ madeAt }) => madeAt > header.createdAt).map(beginOf))
  const begins = [
    ...records.map(({ masterData }) => masterData.validFrom),
    ...before.map(beginOf),
    ...stored.map(({ from }) => from)
  ].sort((a, b) => a - b)
  const byDay = new Map<number, MeteringPointVersion>()
  for (const { masterData } of records) {
    const last = stored.findLast(({ from }) => from < masterData.validFrom) ?? stored.at(-1)
    const version = versionOf(header.type === NOTICE ? changedBy(masterData, last) : masterData, last, placing)
    if ("waitsFor" in version) return version
    const to = begins.find((begin) => begin > version.from)
    byDay.set(version.from, to === undefined ? version : { ...version, to })
  }
  return [...byDay.values()].filter(({ from }) => !newer.has(from))
}

/** Document type of RSM-004: a notice says what is another than before, and nothing else. */
const NOTICE = "E44"

const changedBy = (told: MeteringPointMasterData, last: MeteringPointVersion | undefined): MeteringPointMasterData => {
  const { parent: _, ...before } = last?.masterData ?? told
  return { ...before, ...told, children: before.children, estimatedAnnualVolumes: before.estimatedAnnualVolumes }
}

const versionOf = (
  masterData: MeteringPointMasterData,
  last: MeteringPointVersion | undefined,
  placing: Placing
): MeteringPointVersion | Lacking => {
  const { gsrn, parent, validFrom } = masterData
  const above = parent === undefined ? undefined : placeOf(parent.gsrn, placing)
  const type = masterData.type ?? last?.type
  const gridArea = masterData.gridArea ?? last?.gridArea ?? above?.gridArea
  if (!isGridArea(gridArea)) {
    return lacking(gsrn, waitsForPoint(parent?.gsrn ?? gsrn), "no grid area is told of it, nor of its parent")
  }
  const priceArea = placing.priceAreaOf(gridArea) ?? last?.priceArea ?? above?.priceArea
  if (priceArea === undefined) {
    const reason = `nobody has said whether grid area ${gridArea} lies in DK1 or DK2: name it in the configuration`
    return lacking(gsrn, `grid-area/${gridArea}`, reason)
  }
  if (type === undefined) return lacking(gsrn, waitsForPoint(gsrn), "its type is not told")
  const version: MeteringPointVersion = { gsrn, from: validFrom, type, gridArea, priceArea, masterData }
  return parent === undefined ? version : { ...version, parent: parent.gsrn }
}

const isGridArea = (text: string | undefined): text is GridArea => text !== undefined && /^\d{3}$/.test(text)

/** Where a parent lies: as this message says, or as it is known. */
const placeOf = (gsrn: Gsrn, { news, priceAreaOf, stored }: Placing) => {
  const told = news.get(gsrn)?.at(-1)?.masterData.gridArea
  const known = stored.get(gsrn)?.meteringPoint.at(-1)
  return told === undefined ? known : { gridArea: told, priceArea: priceAreaOf(told) ?? known?.priceArea }
}

const lacking = (gsrn: Gsrn, waitsFor: string, reason: string): Lacking => ({
  waitsFor,
  reason: `master data of ${gsrn}: ${reason}`
})

interface WaitingPoint {
  readonly gsrn: Gsrn
  readonly records: ReadonlyArray<MasterDataRecord>
  readonly versions: Lacking
}

const park = Effect.fnUntraced(function* (
  header: CimHeader,
  waiting: ReadonlyArray<WaitingPoint>,
  { messageId, now }: Applying
) {
  if (waiting.length === 0) return
  const parts = yield* ParkedParts
  yield* parts.park(
    waiting.map(({ gsrn, records, versions }) => ({
      ...versions,
      messageId,
      part: gsrn,
      document: JSON.stringify(encodeMasterData({ header, records })),
      createdAt: header.createdAt,
      parkedAt: now
    }))
  )
})

const statementOf = (header: CimHeader, record: MasterDataRecord): Statement => ({
  subject: pointSubject(record.masterData.gsrn),
  kind: "master data",
  madeAt: header.createdAt,
  messageId: header.messageId,
  transactionId: transactionFrom(record.transactionId, record.masterData.validFrom),
  document: JSON.stringify(encodeMasterData({ header, records: [record] }))
})
