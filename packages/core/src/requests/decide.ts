import { Clock, Effect, Schema } from "effect"
import { Outbox, Transactions } from "../exchange/index.ts"
import { takeEvent } from "../intake/index.ts"
import { type Instant, type LocalDate, MarketCalendar } from "../market/index.ts"
import {
  advanceProcess,
  definitionOf,
  isOwnRequest,
  type MarketProcess,
  type OperatorAction,
  type ProcessEvent
} from "../processes/index.ts"
import { processOf } from "./processOf.ts"

/** What a person can decide about a process: what was learned outside DataHub's messages, or that it is not to be. */
export type Decision = OperatorAction | "withdraw"

/** Every decision, and what it says. */
export const decisionTitles: Readonly<Record<Decision, string>> = {
  openCase: "A case is opened: the switch or move was wrong",
  reportRegistered: "It is reported in DataHub's portal",
  simple: "DataHub corrects it by itself; its mail names the last day for an answer",
  complex: "DataHub's support corrects it by hand, without messages",
  replyDateTold: "DataHub's mail names another last day for an answer",
  outcomeCorrected: "DataHub's support says that it is corrected",
  outcomeRefused: "DataHub's support says that it stays as it is",
  supportInforms: "DataHub's support asks us to take the metering point back, without messages",
  cancelledByOther: "A message says that another process has cancelled it",
  toldAccepted: "No answer came, and DataHub's support says that it was accepted",
  toldRefused: "No answer came, and DataHub's support says that it was refused",
  sendAgain: "No answer came: what was sent last is to be sent once more, with the same ids",
  toldDone: "What was waited for has come about, and no message says so",
  abandon: "Nobody waits for it any longer",
  withdraw: "It is not to be sent or reported after all"
}

const decisions = Object.keys(decisionTitles) as ReadonlyArray<Decision>

/** Who decides, and what there is to say about it. */
export interface DecisionNote {
  readonly by: string
  readonly remark?: string | undefined
  /** The last day for an answer, as DataHub's mail names it. */
  readonly replyBy?: LocalDate | undefined
  /** The day on which it came about, of what can come about on any day. */
  readonly effectiveOn?: LocalDate | undefined
}

/** The process is in a state in which this cannot be decided. */
export class DecisionRefused extends Schema.TaggedError<DecisionRefused>()("DecisionRefused", {
  id: Schema.String,
  decision: Schema.String,
  reason: Schema.String,
  /** What can be decided instead. */
  possible: Schema.Array(Schema.String)
}) {
  override get message(): string {
    const { decision, id, possible, reason } = this
    const instead = possible.length === 0 ? "Nothing can be decided about it now" : `Possible: ${possible.join(", ")}`
    return `"${decision}" cannot be decided about process ${id}: ${reason}. ${instead}.`
  }
}

const eventOf = (decision: Decision, { effectiveOn, ...note }: DecisionNote, at: Instant): ProcessEvent =>
  decision === "withdraw"
    ? { kind: "withdrawn", at, by: note.by, ...(note.remark === undefined ? {} : { remark: note.remark }) }
    : {
        kind: "operator",
        at,
        action: decision,
        ...note,
        ...(effectiveOn === undefined ? {} : { effectiveAt: MarketCalendar.startOfDay(effectiveOn) })
      }

/** Something that can be decided now, in words, and the state that the process is in afterwards. */
export interface PossibleDecision {
  readonly decision: Decision
  readonly title: string
  readonly state: string
}

/**
 * What a person can decide about a process at an instant: what its definition has a step for.
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, openProcess, possibleDecisions, replayProcess } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 5, 10, 10)
 * const gsrn = gsrnOf("57131399900000001")
 * const opened = openProcess({ id: "p-1", kind: "erroneousMove", role: "reporting", gsrn, effectiveAt, openedAt: at })
 * const begun = replayProcess(Result.getOrThrow(opened), [{ kind: "operator", action: "openCase", by: "anna", at }])
 * possibleDecisions(begun, at).map(({ decision }) => decision) // => ["reportRegistered", "withdraw"]
 */
export const possibleDecisions = (process: MarketProcess, now: Instant): ReadonlyArray<PossibleDecision> =>
  decisions.flatMap((decision) => {
    // Which day it was is told with the decision.
    const note = decision === "toldDone" ? { by: "", effectiveOn: MarketCalendar.localDateOf(now) } : { by: "" }
    const { known, legal, process: after } = advanceProcess(process, eventOf(decision, note, now))
    const state = definitionOf(after).states[after.state]?.title ?? after.state
    return legal && !known ? [{ decision, title: decisionTitles[decision], state }] : []
  })

/**
 * Takes what a person decided to a process, with who it was: what DataHub's portal, its mails and its support say, and no
 * message does. Supply, customers and other processes follow as they do after a message. Fails where the process has no
 * step for it, with the decisions that are possible, and keeps nothing then.
 *
 * @example
 * import { Effect } from "effect"
 * import { takeDecision } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 *
 * const refused = Effect.flip(takeDecision("p-9", "complex", { by: "anna" }))
 * const { message } = await Effect.runPromise(refused.pipe(Effect.provide(memoryIntake())))
 * message // => "There is no process p-9."
 */
export const takeDecision = Effect.fn("takeDecision")(function* (id: string, decision: Decision, note: DecisionNote) {
  const process = yield* processOf(id)
  const at = yield* Clock.currentTimeMillis
  const refuse = (reason: string, before: MarketProcess) => {
    const possible = possibleDecisions(before, at).map((one) => one.decision)
    return new DecisionRefused({ id, decision, reason, possible })
  }
  if (note.by.trim() === "") return yield* refuse("it must be said who decides", process)
  if (decision === "replyDateTold" && note.replyBy === undefined) {
    return yield* refuse("it must name the last day for an answer", process)
  }
  const { atomically } = yield* Transactions
  return yield* atomically(
    Effect.gen(function* () {
      const taken = yield* takeEvent(process, eventOf(decision, note, at))
      if (!taken.legal) return yield* refuse(taken.reason, process)
      if (decision === "sendAgain") {
        yield* sendAgain(process, at).pipe(
          Effect.catchTag("OutboxNotRefused", ({ message }) => refuse(message, process))
        )
      }
      return taken.process
    })
  )
})

/** What was sent last, with the same ids: where DataHub has it after all, nothing happens twice. */
const sendAgain = Effect.fnUntraced(function* ({ history }: MarketProcess, at: Instant) {
  const sent = history.findLast(({ event, legal }) => legal && isOwnRequest(event))?.event
  yield* (yield* Outbox).resend(sent?.messageId ?? "", at, true)
})
