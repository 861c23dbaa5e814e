import type {
  AcontoPlans,
  Gsrn,
  Handling,
  PointsPage,
  Portfolio,
  PortfolioChanges,
  StoredLine,
  StoredResult,
  SuppliedPoint
} from "@datahub-settlement/core"
import { Effect } from "effect"
import { dayAt } from "./modelCalendar.ts"
import type { Around } from "./ports.ts"

/*
 * Faults that a program could have, put into it on purpose: that an invariant can be broken is seen when one is there.
 */

/** News of settled time are forgotten. */
const forgetsCorrections: Around = (call, effect) => (call === "CorrectionsDue.note" ? Effect.void : effect)

/** What corrections have billed is left out of the bill. */
const leavesCorrectionsOut: Around = (call, effect) =>
  call === "SettlementRunStore.results"
    ? Effect.map(effect as Effect.Effect<ReadonlyArray<StoredResult>>, (results) =>
        results.filter(({ kind }) => kind === "settlement")
      )
    : effect

/** What was told before is forgotten: a message that comes late has the last word. */
const forgetsStatements: Around = (call, effect) => (call === "Statements.of" ? Effect.succeed([]) : effect)

/** Nobody remembers which messages came. */
const forgetsMessages: Around = (call, effect, [, effects]) => {
  if (call === "Inbox.once") return Effect.asSome(effects as Effect.Effect<Handling>)
  return call === "Inbox.find" ? Effect.succeedNone : effect
}

/** Supply that ends goes on. */
const keepsSupply: Around = (call, effect, [changes]) => {
  const removed = (changes as PortfolioChanges | undefined)?.removed
  return call === "Portfolio.record" && (removed?.supply ?? []).length > 0
    ? Effect.succeed({ added: 0, superseded: 0 })
    : effect
}

/** Points without electric heating are settled for the whole period, whenever they are supplied. */
const settlesAlways: Around = (call, effect) =>
  call === "Portfolio.points"
    ? Effect.map(effect as ReturnType<Portfolio["Service"]["points"]>, (points) => points.map(alwaysSupplied))
    : effect

const alwaysSupplied = (point: SuppliedPoint): SuppliedPoint =>
  point.electricHeating === undefined ? { ...point, supply: [{ from: dayAt(0) }] } : point

/** Lines of earlier runs change when another run begins, to whoever reads whole runs. */
const rewritesRuns = (): Around => {
  let begun = 0
  return (call, effect, [, page]) => {
    if (call === "SettlementRunStore.begin") begun += 1
    if (call !== "SettlementRunStore.lines" || "gsrn" in (page as PointsPage)) return effect
    return Effect.map(effect as Effect.Effect<ReadonlyArray<StoredLine>>, (lines) =>
      lines.map((line) => ({ ...line, amountOere: line.amountOere + Math.max(0, begun - 1) }))
    )
  }
}

/** Time passes, and nobody looks which processes wait for it. */
const forgetsTime: Around = (call, effect) => (call === "ProcessStore.due" ? Effect.succeed([]) : effect)

/** What is prepaid is kept once more, as by a program that did not see that it had done so. */
const keepsSharesTwice: Around = (call, effect) =>
  call === "AcontoPlans.keep" ? Effect.andThen(effect, effect) : effect

/** What is prepaid is not reckoned anew when supply or plans change. */
const forgetsShares: Around = (call, effect) => (call === "AcontoPlans.keep" ? Effect.void : effect)

/** Whoever asks what was prepaid, and is not about to change it, hears of nothing. */
const leavesPrepaidOut = (): Around => {
  let depth = 0
  return (call, effect, [gsrns]) => {
    if (call === "Transactions.atomically" || call === "Inbox.once") {
      const leave = Effect.sync(() => void (depth -= 1))
      return Effect.suspend(() => {
        depth += 1
        return Effect.ensuring(effect, leave)
      })
    }
    if (call !== "AcontoPlans.of" || (gsrns as ReadonlyArray<Gsrn>).length > 1) return effect
    return Effect.map(effect as ReturnType<AcontoPlans["Service"]["of"]>, (known) =>
      depth > 0 ? known : new Map([...known].map(([gsrn, { plans }]) => [gsrn, { plans, shares: [] }]))
    )
  }
}

/** All of them by name. */
export const sabotages = {
  forgetsCorrections: () => forgetsCorrections,
  leavesCorrectionsOut: () => leavesCorrectionsOut,
  forgetsStatements: () => forgetsStatements,
  forgetsMessages: () => forgetsMessages,
  keepsSupply: () => keepsSupply,
  settlesAlways: () => settlesAlways,
  forgetsTime: () => forgetsTime,
  keepsSharesTwice: () => keepsSharesTwice,
  forgetsShares: () => forgetsShares,
  leavesPrepaidOut,
  rewritesRuns
} as const satisfies Readonly<Record<string, () => Around>>

export const sabotageNames = Object.keys(sabotages) as ReadonlyArray<keyof typeof sabotages>
