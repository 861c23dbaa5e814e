import { Effect } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import { isOver, type MarketProcess, type ProcessEvent, ProcessStore } from "../processes/index.ts"

/** What was agreed with a sign-up was recorded with it. */
export const isSignUp = ({ kind, role }: Pick<MarketProcess, "kind" | "role">): boolean =>
  (kind === "changeOfSupplier" && role === "gaining") || (kind === "moveIn" && role === "new")

/**
 * Whether a sign-up is refused, by DataHub or by its support's word. What was agreed went with the word where that came
 * before: what is agreed by then is another sign-up's.
 */
export const isRefusedSignUp = (process: MarketProcess, event: ProcessEvent): boolean => {
  const { history, state } = process
  if (!isSignUp(process)) return false
  return event.kind === "refused"
    ? history.at(-1)?.from !== "toldRefused"
    : event.kind === "operator" && event.action === "toldRefused" && state === "toldRefused"
}

/** The first day of another sign-up of ours after a day: what was agreed with it is its own. */
export const nextSignUp = Effect.fnUntraced(function* (process: MarketProcess, gsrn: Gsrn, after: Instant) {
  const open = yield* (yield* ProcessStore).openFor(gsrn)
  const starts = open
    .filter((one) => one.id !== process.id && isSignUp(one) && !isOver(one) && one.effectiveAt > after)
    .map(({ effectiveAt }) => effectiveAt)
  return starts.length === 0 ? undefined : Math.min(...starts)
})
