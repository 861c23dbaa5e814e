import { Clock, Data, Effect } from "effect"
import { Transactions } from "../exchange/index.ts"
import { takeEvent } from "../intake/index.ts"
import { type MarketProcess, type OpenTask, openTasks } from "../processes/index.ts"
import { processOf } from "./processOf.ts"

/** Nothing of this id waits to be done. */
export class NoSuchTask extends Data.TaggedError("NoSuchTask")<{ readonly id: string; readonly reason: string }> {
  override get message(): string {
    return `There is no open task ${this.id}: ${this.reason}`
  }
}

/** Who says that something is done, and what there is to say about it. */
export interface DoneMark {
  readonly by: string
  readonly remark?: string | undefined
}

/**
 * What an open task is known by: its process, the step that asked, and as which of its wishes: `p-1#3.2`.
 *
 * @example
 * import { taskIdOf } from "@datahub-settlement/core"
 *
 * taskIdOf({ id: "p-1" }, { stepNo: 3, taskNo: 2 }) // => "p-1#3.2"
 */
export const taskIdOf = (
  { id }: Pick<MarketProcess, "id">,
  { stepNo, taskNo }: Pick<OpenTask, "stepNo" | "taskNo">
): string => `${id}#${stepNo}.${taskNo}`

/**
 * Keeps with a process that something that it asked for is done, so that it leaves the list of open tasks; a billing hold
 * ends with it, and a final settlement is off the list of those that are due. The same mark again changes nothing.
 *
 * @example
 * import { Effect, Result } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, markTaskDone, openProcess, openTasks } from "@datahub-settlement/core"
 * import { ProcessStore, takeEvent } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const program = Effect.gen(function* () {
 *   const opening = { id: "p-1", kind: "changeOfSupplier", role: "gaining", gsrn, effectiveAt, openedAt: at } as const
 *   const opened = Result.getOrThrow(openProcess(opening))
 *   yield* (yield* ProcessStore).open(opened)
 *   const { process: sent } = yield* takeEvent(opened, { kind: "sent", at, messageId: "m-1", transactionId: "t-1" })
 *   yield* takeEvent(sent, { kind: "accepted", at })
 *   const done = yield* markTaskDone("p-1#2.4", { by: "anna", remark: "sent by mail" })
 *   return openTasks(done).map(({ effect }) => effect.kind)
 * })
 * await Effect.runPromise(program.pipe(Effect.provide(memoryIntake()))) // => []
 */
export const markTaskDone = Effect.fn("markTaskDone")(function* (taskId: string, { by, remark }: DoneMark) {
  const [, id = "", step = "", task = ""] = /^(.+)#(\d+)\.(\d+)$/.exec(taskId) ?? []
  if (id === "") return yield* new NoSuchTask({ id: taskId, reason: "tasks are called <process>#<step>.<task>" })
  const process = yield* processOf(id)
  const [stepNo, taskNo] = [Number(step), Number(task)]
  if (isMarked(process, stepNo, taskNo)) return process
  if (!openTasks(process).some((one) => one.stepNo === stepNo && one.taskNo === taskNo)) {
    const reason = "it was never asked for, or is done already"
    return yield* new NoSuchTask({ id: taskId, reason })
  }
  const said = remark === undefined ? { by } : { by, remark }
  const event = { kind: "taskDone", at: yield* Clock.currentTimeMillis, stepNo, taskNo, ...said } as const
  const { atomically } = yield* Transactions
  return (yield* atomically(takeEvent(process, event))).process
})

const isMarked = ({ history }: MarketProcess, stepNo: number, taskNo: number): boolean =>
  history.some(
    ({ event, legal }) => legal && event.kind === "taskDone" && event.stepNo === stepNo && event.taskNo === taskNo
  )
