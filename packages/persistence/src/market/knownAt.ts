import type { Instant } from "@datahub-settlement/core"

/** An instant as a literal of SQL, where parameters cannot stand (COPY). */
export const instantLiteral = (instant: Instant): string => `'${new Date(instant).toISOString()}'::timestamptz`

/** The condition that a version was believed at an instant; without one, that it is now. */
export const knownAt = (asOf: Instant | undefined, table = ""): string => {
  const column = (name: string): string => (table === "" ? name : `${table}.${name}`)
  const superseded = column("superseded_at")
  if (asOf === undefined) return `${superseded} IS NULL`
  const at = instantLiteral(asOf)
  return `${column("recorded_at")} <= ${at} AND (${superseded} IS NULL OR ${superseded} > ${at})`
}
