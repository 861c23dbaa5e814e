import type { GridArea, Gsrn, Period, PointsQuery, SupplyQuery } from "@datahub-settlement/core"
import { instantLiteral, knownAt } from "../market/knownAt.ts"

/** What a row is about. */
export const rowKinds = { master: 0, supply: 1, contract: 2, link: 3, child: 4 } as const
export type RowKind = keyof typeof rowKinds

/** What stands in a scope: everything, or the points of a range. */
type Scope = SupplyQuery & Partial<Pick<PointsQuery, "from" | "to" | "gsrns">>

/**
 * One statement for all kinds, so that they are of one moment. Each row has its kind, GSRN, validity, two numbers and
 * three texts; which of them mean something depends on the kind:
 *
 * | kind | numbers | texts |
 * | --- | --- | --- |
 * | master | | type, grid area, price area |
 * | supply | | |
 * | contract | | product, terms, settings |
 * | link | charge, quantity | |
 * | child | | type and GSRN of the child; the row's GSRN is the parent's |
 *
 * Rows of points that are not meant after all (another grid area at the end of the period) may be among them.
 */
export const scopeStatement = (scope: Scope, kinds: ReadonlyArray<RowKind>): string =>
  kinds.flatMap((kind) => selects[kind](scope)).join("\nUNION ALL ")

const NO_NUMBERS = "NULL::integer, NULL::integer"
const NO_TEXTS = "NULL::text, NULL::text, NULL::text"

/** GSRNs and grid areas are digits by their types, instants are ours; nothing in a statement comes from outside. */
const digits = (id: Gsrn | GridArea): string => {
  if (!/^\d+$/.test(id)) throw new RangeError(`"${id}" is not a number of digits`)
  return `'${id}'`
}

const inRange = ({ from, gsrns, to }: Scope, column: string): string => {
  const isIn = from === undefined || to === undefined ? "TRUE" : `${column} BETWEEN ${digits(from)} AND ${digits(to)}`
  if (gsrns === undefined) return isIn
  return gsrns.length === 0 ? "FALSE" : `${isIn} AND ${column} IN (${gsrns.map(digits).join(", ")})`
}

/** Points that were ever believed to be in the grid areas; which one holds is decided on the versions. */
const inGridAreas = ({ asOf, gridAreas, ...scope }: Scope, column: string): string =>
  gridAreas === undefined
    ? "TRUE"
    : gridAreas.length === 0
      ? "FALSE"
      : `${column} IN (SELECT gsrn FROM portfolio.metering_point
      WHERE grid_area IN (${gridAreas.map(digits).join(", ")}) AND ${inRange(scope, "gsrn")} AND ${knownAt(asOf)})`

const meets = ({ from, to }: Period): string =>
  `valid_from < ${instantLiteral(to)} AND (valid_to IS NULL OR valid_to > ${instantLiteral(from)})`

const select = (kind: RowKind, columns: string, from: string): string =>
  `SELECT ${rowKinds[kind]}::smallint, ${columns} FROM portfolio.${from}`

const selects: Readonly<Record<RowKind, (scope: Scope) => ReadonlyArray<string>>> = {
  master: (scope) => [
    select(
      "master",
      `gsrn, valid_from, valid_to, ${NO_NUMBERS}, metering_point_type, grid_area, price_area`,
      "metering_point"
    ) + ` WHERE ${inRange(scope, "gsrn")} AND ${inGridAreas(scope, "gsrn")} AND ${knownAt(scope.asOf)}`
  ],
  supply: (scope) => [
    select("supply", `gsrn, valid_from, valid_to, ${NO_NUMBERS}, ${NO_TEXTS}`, "supply_period") +
      ` WHERE ${inRange(scope, "gsrn")} AND ${inGridAreas(scope, "gsrn")} AND ${knownAt(scope.asOf)}`
  ],
  contract: (scope) => [
    select(
      "contract",
      `gsrn, valid_from, valid_to, ${NO_NUMBERS}, product_name, terms::text, settings::text`,
      "contract"
    ) + ` WHERE ${inRange(scope, "gsrn")} AND ${inGridAreas(scope, "gsrn")} AND ${knownAt(scope.asOf)}`
  ],
  link: (scope) => {
    const links = select("link", `gsrn, valid_from, valid_to, charge_no, quantity, ${NO_TEXTS}`, "charge_link")
    const holds = `${knownAt(scope.asOf)} AND ${meets(scope.period)}`
    const children = `SELECT gsrn FROM portfolio.metering_point WHERE parent_gsrn IS NOT NULL
      AND ${inRange(scope, "parent_gsrn")} AND ${knownAt(scope.asOf)}`
    const productions = `SELECT settings->'production'->>'gsrn' FROM portfolio.contract
      WHERE settings->'production' IS NOT NULL AND ${inRange(scope, "gsrn")} AND ${knownAt(scope.asOf)}`
    const own = `${inRange(scope, "gsrn")} AND ${inGridAreas(scope, "gsrn")}`
    const others = `gsrn IN (${children} UNION ${productions})`
    // Another point may lie in the range itself: its links come once.
    return [`${links} WHERE ${own} AND ${holds}`, `${links} WHERE ${others} AND NOT (${own}) AND ${holds}`]
  },
  child: (scope) => [
    select(
      "child",
      `parent_gsrn, valid_from, valid_to, ${NO_NUMBERS}, metering_point_type, gsrn, NULL::text`,
      "metering_point"
    ) +
      ` WHERE parent_gsrn IS NOT NULL AND ${inRange(scope, "parent_gsrn")} AND ${inGridAreas(scope, "parent_gsrn")}
      AND ${knownAt(scope.asOf)}`
  ]
}
