import { Gsrn, OverlappingVersion, type VersionKind } from "@datahub-settlement/core"
import { Schema } from "effect"
import { SqlError } from "effect/sql/SqlError"

const EXCLUSION_VIOLATION = "23P01"

/** What node-postgres tells of an error of the server. */
interface ServerError {
  readonly code?: unknown
  readonly table?: unknown
  readonly detail?: unknown
}

const kindOfTable: Readonly<Record<string, VersionKind>> = {
  metering_point: "metering point",
  supply_period: "supply",
  contract: "contract",
  customer: "customer",
  charge_link: "link"
}

/**
 * A version that the database refuses because another one of its kind claims the same time, as the error that says which.
 * Recording supersedes what it overlaps, so that this is seen only when rows came into the tables by another way.
 */
export const refusedOverlap = <E>(error: E): E | OverlappingVersion => {
  if (!(error instanceof SqlError)) return error
  const { code, detail, table } = (error.reason.cause ?? {}) as ServerError
  const what = typeof table === "string" ? kindOfTable[table] : undefined
  if (code !== EXCLUSION_VIOLATION || what === undefined || typeof detail !== "string") return error
  // Key (gsrn, tstzrange(valid_from, valid_to))=(571…, ["2025-01-01 00:00:00+01",)) conflicts with existing key (…).
  const found = /=\((\d{18}), (?:(\d+), )?\["?([^",)]*)"?,"?([^",)]*)"?\)\)/.exec(detail)
  const gsrn = found?.[1]
  if (found === null || !Schema.is(Gsrn)(gsrn)) return error
  const charge = found[2] === undefined ? undefined : `charge number ${found[2]}`
  const to = found[4] === "" ? Number.POSITIVE_INFINITY : instantOf(found[4]!)
  return new OverlappingVersion({ gsrn, charge, what, from: instantOf(found[3]!), to })
}

/** The server writes `2025-01-01 00:00:00+01`. */
const instantOf = (text: string): number => Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"))
