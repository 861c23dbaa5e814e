import { endOf, type Instant } from "../market/index.ts"
import type { RequestIssue } from "../messages/index.ts"
import type { PortfolioPoint } from "../portfolio/index.ts"
import type { MarketProcess, ProcessKind } from "../processes/index.ts"

/** What is known here of the switch or move that is to be undone. */
export interface KnownStart {
  readonly point: PortfolioPoint | undefined
  /** Those of the metering point that have not ended. */
  readonly open: ReadonlyArray<MarketProcess>
}

interface Reported {
  readonly field: string
  readonly process: "BRS-003" | "BRS-011"
  readonly at: Instant
}

const otherKind = {
  "BRS-003": { kind: "moveIn", reason: "it was a move-in: report that as erroneous (BRS-011)" },
  "BRS-011": { kind: "changeOfSupplier", reason: "it was a change of supplier: report that as erroneous (BRS-003)" }
} as const satisfies Readonly<Record<string, { readonly kind: ProcessKind; readonly reason: string }>>

/**
 * What speaks against undoing a start of ours: that it is none, or none any more, that a later one follows, or that it was
 * the other of switch and move.
 */
export const notOurStart = (
  { at, field, process }: Reported,
  { open, point }: KnownStart
): ReadonlyArray<RequestIssue> => {
  if (!Number.isFinite(at)) return []
  const supply = point?.supply ?? []
  const other = otherKind[process]
  const begun = (kind: ProcessKind): boolean =>
    open.some((one) => one.kind === kind && one.effectiveAt === at && (one.role === "gaining" || one.role === "new"))
  const own = process === "BRS-003" ? "changeOfSupplier" : "moveIn"
  if (!supply.some(({ from }) => from === at)) {
    return [{ field, reason: "our supply does not begin on that day", rule: `${process} E16` }]
  }
  // A supply that goes on without a break is written in parts.
  const isFollowed = supply.some(({ from }) => from > at && supply.every((one) => endOf(one) !== from))
  return [
    ...(isFollowed ? [{ field, reason: "a later start of ours has followed: only the latest can be undone" }] : []),
    ...(begun(other.kind) && !begun(own) ? [{ field, reason: other.reason }] : [])
  ].map((issue) => ({ ...issue, rule: `${process} E22` }))
}

/** Only a move-out of ours can have been wrong: a customer of ours whose relation ended on that day. */
export const notOurMoveOut = (
  { at, field, process }: Reported,
  { open, point }: KnownStart
): ReadonlyArray<RequestIssue> =>
  !Number.isFinite(at) ||
  point?.customers.some(({ to }) => to === at) === true ||
  open.some(({ effectiveAt, kind, state }) => kind === "moveOut" && effectiveAt === at && state === "effectuated")
    ? []
    : [{ field, reason: "no customer of ours moved out on that day", rule: `${process} E16` }]
