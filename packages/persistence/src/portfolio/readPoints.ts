import {
  billedTypes,
  type ChargeLink,
  type ChildPoint,
  clip,
  type Contract,
  type Gsrn,
  type MeteringPointVersion,
  type PointsQuery,
  type SuppliedPoint,
  suppliedPointOf,
  type SupplyQuery,
  type Validity,
  versionAtEnd
} from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { BinaryCopyReader, type BinaryRow } from "../copy/BinaryCopyReader.ts"
import type { Database } from "../database/Database.ts"
import type { ChargeKeys, ChargeNo } from "../market/chargeNumbers.ts"
import { rowKinds, scopeStatement, type RowKind } from "./scopeStatement.ts"
import type { StoredSettings, StoredTerms } from "./storedVersions.ts"

type MasterRow = Pick<MeteringPointVersion, "gsrn" | "type" | "gridArea" | "priceArea"> & Validity
type LinkRow = Omit<ChargeLink, "charge"> & { readonly chargeNo: ChargeNo }

/** What has been read of one metering point. */
interface PointRows {
  readonly master: Array<MasterRow>
  readonly supply: Array<Validity>
  readonly contracts: Array<Contract>
  readonly links: Array<LinkRow>
  readonly children: Array<ChildPoint>
}

const readRows = (
  { copyOut }: Database["Service"],
  query: SupplyQuery & Partial<PointsQuery>,
  kinds: ReadonlyArray<RowKind>
): Effect.Effect<ReadonlyMap<Gsrn, PointRows>, SqlError.SqlError> =>
  Effect.suspend(() => {
    const rows = new RowsByPoint()
    const reader = new BinaryCopyReader((row) => rows.add(row))
    const statement = `COPY (${scopeStatement(query, kinds)}) TO STDOUT (FORMAT binary)`
    return Effect.as(
      copyOut(statement, (chunk) => reader.push(chunk)),
      rows.points
    )
  })

/** Rows as they come, in any order, put to their points. */
class RowsByPoint {
  readonly points = new Map<Gsrn, PointRows>()
  private readonly terms = new Map<string, Contract["terms"]>()
  private lastGsrn = "" as Gsrn
  private lastPoint: PointRows | undefined

  add(row: BinaryRow): void {
    const kind = row.int2()
    const point = this.pointOf(row.ascii() as Gsrn)
    const gsrn = this.lastGsrn
    const from = row.timestamptz()
    const to = row.nullableTimestamptz()
    if (kind === rowKinds.link)
      return void point.links.push({ gsrn, chargeNo: row.int4(), quantity: row.int4(), from, to })
    const validity = to === undefined ? { from } : { from, to }
    if (kind === rowKinds.supply) point.supply.push(validity)
    else {
      row.bytes()
      row.bytes()
      if (kind === rowKinds.contract) point.contracts.push(this.contractOf(gsrn, validity, row))
      else if (kind === rowKinds.master) {
        point.master.push({
          gsrn,
          type: row.text(),
          gridArea: row.ascii() as MasterRow["gridArea"],
          priceArea: row.ascii() as MasterRow["priceArea"],
          ...validity
        })
      } else point.children.push({ type: row.text(), gsrn: row.ascii() as Gsrn, ...validity })
    }
  }

  /** The points of an answer share the objects of equal terms. */
  private contractOf(gsrn: Gsrn, validity: Validity, row: BinaryRow): Contract {
    const name = row.text()
    const text = row.text()
    const settings = row.nullableText()
    const id = `${text}${name}`
    let terms = this.terms.get(id)
    if (terms === undefined) this.terms.set(id, (terms = { name, ...(JSON.parse(text) as StoredTerms) }))
    return settings === undefined
      ? { gsrn, terms, ...validity }
      : { gsrn, terms, ...validity, ...(JSON.parse(settings) as StoredSettings) }
  }

  /** Rows of one kind mostly come point by point. */
  private pointOf(gsrn: Gsrn): PointRows {
    if (gsrn === this.lastGsrn && this.lastPoint !== undefined) return this.lastPoint
    let point = this.points.get(gsrn)
    if (point === undefined)
      this.points.set(gsrn, (point = { master: [], supply: [], contracts: [], links: [], children: [] }))
    this.lastGsrn = gsrn
    this.lastPoint = point
    return point
  }
}

/** The master data of a point that a query is about, if it is. */
const suppliedMaster = (
  point: PointRows,
  { gridAreas, period, priceArea, types = billedTypes }: SupplyQuery
): MasterRow | undefined => {
  if (!point.supply.some((supply) => clip(supply, period) !== undefined)) return undefined
  const master = versionAtEnd(point.master, period)
  const isMeant =
    master !== undefined &&
    types.includes(master.type) &&
    (gridAreas?.includes(master.gridArea) ?? true) &&
    (priceArea ?? master.priceArea) === master.priceArea
  return isMeant ? master : undefined
}

/** GSRNs in supply, in order. */
export const readPointsInSupply = (
  store: Database["Service"],
  query: SupplyQuery
): Effect.Effect<ReadonlyArray<Gsrn>, SqlError.SqlError> =>
  Effect.map(readRows(store, query, ["master", "supply"]), (points) =>
    [...points]
      .filter(([, point]) => suppliedMaster(point, query) !== undefined)
      .map(([gsrn]) => gsrn)
      .sort()
  )

/** Points of a range with all that their settlement takes, in one statement and so of one moment. */
export const readPoints = (
  store: Database["Service"],
  keys: ChargeKeys,
  query: PointsQuery
): Effect.Effect<ReadonlyArray<SuppliedPoint>, SqlError.SqlError> =>
  Effect.gen(function* () {
    const points = yield* readRows(store, query, ["master", "supply", "contract", "link", "child"])
    yield* keys.load(chargeNumbersOf(points))
    const linksOf = (gsrn: Gsrn): ReadonlyArray<ChargeLink> =>
      (points.get(gsrn)?.links ?? []).map((row) => linkOf(row, keys))
    const supplied: Array<SuppliedPoint> = []
    for (const gsrn of [...points.keys()].sort()) {
      const point = points.get(gsrn)!
      const meteringPoint = suppliedMaster(point, query)
      if (meteringPoint === undefined) continue
      const { children, contracts, supply } = point
      supplied.push(
        suppliedPointOf({ meteringPoint, supply, contracts, links: linksOf(gsrn), children, linksOf }, query.period)
      )
    }
    return supplied
  })

/** Field by field: there are half a million of them in a large portfolio. */
const linkOf = ({ chargeNo, from, gsrn, quantity, to }: LinkRow, keys: ChargeKeys): ChargeLink => {
  const charge = keys.of(chargeNo)
  return to === undefined ? { gsrn, charge, quantity, from } : { gsrn, charge, quantity, from, to }
}

const chargeNumbersOf = (points: ReadonlyMap<Gsrn, PointRows>): ReadonlySet<ChargeNo> => {
  const numbers = new Set<ChargeNo>()
  for (const { links } of points.values()) for (const { chargeNo } of links) numbers.add(chargeNo)
  return numbers
}
