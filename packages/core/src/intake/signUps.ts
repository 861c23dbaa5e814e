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

/** First days of other sign-ups of ours: what was agreed with one is its own. */
export interface OtherSignUps {
  /** Whether one is planned for an earlier day. */
  readonly isPlannedBefore: boolean
  /** The next one, planned or in effect. */
  readonly next?: Instant
}

/** Sign-ups of a metering point beside one, before and after a day. */
export const otherSignUps = Effect.fnUntraced(function* (gsrn: Gsrn, day: Instant, than?: MarketProcess) {
  const open = yield* (yield* ProcessStore).openFor(gsrn)
  const others = open.filter((one) => one.id !== than?.id && isSignUp(one) && !isOver(one))
  const later = others.map(({ effectiveAt }) => effectiveAt).filter((at) => at > day)
  const isPlannedBefore = others.some(({ effectiveAt, state }) => effectiveAt < day && state !== "effectuated")
  return { isPlannedBefore, ...(later.length === 0 ? {} : { next: Math.min(...later) }) } satisfies OtherSignUps
})
