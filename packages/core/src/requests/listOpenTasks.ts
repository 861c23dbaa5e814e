import { Effect } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import {
  limitOf,
  type MarketProcess,
  type OpenTask,
  openTasks,
  type ProcessEffect,
  type ProcessKind,
  ProcessStore,
  type WaitingPlace
} from "../processes/index.ts"
import { taskIdOf } from "./markTaskDone.ts"

/** Something that a process waits for, with the process. */
export interface ListedTask extends OpenTask {
  /** `p-1#3.2`: what `markTaskDone` takes. */
  readonly id: string
  readonly process: MarketProcess
  /** It should be done before this instant, where there is a limit. */
  readonly before?: Instant | undefined
}

export interface TaskQuery {
  readonly gsrn?: Gsrn | undefined
  /** Only wishes of these kinds. */
  readonly kinds?: ReadonlyArray<ProcessEffect["kind"]> | undefined
  /** Only wishes of processes of this kind. */
  readonly processKind?: ProcessKind | undefined
  /** Only what should be done before this instant. */
  readonly dueBefore?: Instant | undefined
}

/** A part of what processes wait for, and where the next part begins; nothing comes after the last. */
export interface TaskPage {
  readonly tasks: ReadonlyArray<ListedTask>
  readonly next?: WaitingPlace | undefined
}

/** How many processes are read at a time. */
const PAGE = 500

/**
 * Some of what processes wait for, by process: those of which something is to be done soonest first, those without any
 * limit last, by age. Processes that have ended are among them: a final settlement outlives what asked for it. What one
 * process waits for stays together, so that a page may hold a few more than `limit`.
 *
 * @example
 * import { Effect } from "effect"
 * import { openTaskPage } from "@datahub-settlement/core"
 * import { memoryProcessStore } from "@datahub-settlement/core/testing"
 *
 * const first = openTaskPage({ kinds: ["task"], limit: 100 })
 * await Effect.runPromise(first.pipe(Effect.provide(memoryProcessStore))) // => { tasks: [] }
 */
export const openTaskPage = Effect.fn("openTaskPage")(function* ({
  after,
  limit,
  ...query
}: TaskQuery & { readonly after?: WaitingPlace | undefined; readonly limit: number }) {
  const store = yield* ProcessStore
  const { dueBefore: before, gsrn, processKind: kind } = query
  const tasks: Array<ListedTask> = []
  const size = Math.min(PAGE, limit)
  let place = after
  for (;;) {
    const read = yield* store.waiting({ gsrn, kind, before, after: place, limit: size })
    for (const one of read) {
      tasks.push(...tasksOf(one.process, query))
      place = one.place
      if (tasks.length >= limit) return { tasks: tasks.sort(nearestFirst), next: place } satisfies TaskPage
    }
    if (read.length < size) return { tasks: tasks.sort(nearestFirst) } satisfies TaskPage
  }
})

/**
 * Everything that processes wait for: what has a limit first, the nearest before, then the rest by process.
 *
 * @example
 * import { Effect } from "effect"
 * import { listOpenTasks } from "@datahub-settlement/core"
 * import { memoryProcessStore } from "@datahub-settlement/core/testing"
 *
 * const holds = listOpenTasks({ kinds: ["holdBilling"] })
 * await Effect.runPromise(holds.pipe(Effect.provide(memoryProcessStore))) // => []
 */
export const listOpenTasks = Effect.fn("listOpenTasks")(function* (query: TaskQuery = {}) {
  const all = yield* openTaskPage({ ...query, limit: Number.POSITIVE_INFINITY })
  return all.tasks
})

const tasksOf = (process: MarketProcess, { dueBefore, kinds }: TaskQuery): ReadonlyArray<ListedTask> =>
  openTasks(process).flatMap((task) => {
    const before = limitOf(task.effect)
    const isWanted =
      (kinds === undefined || kinds.includes(task.effect.kind)) &&
      (dueBefore === undefined || (before !== undefined && before < dueBefore))
    return isWanted ? [{ ...task, id: taskIdOf(process, task), process, before }] : []
  })

const LATER = Number.MAX_SAFE_INTEGER

const nearestFirst = (a: ListedTask, b: ListedTask): number =>
  (a.before ?? LATER) - (b.before ?? LATER) ||
  a.process.openedAt - b.process.openedAt ||
  (a.process.id < b.process.id ? -1 : a.process.id > b.process.id ? 1 : 0) ||
  a.stepNo - b.stepNo ||
  a.taskNo - b.taskNo
