import { finalSettlementsAmong, listOpenTasks } from "@datahub-settlement/core"
import { activeProcesses } from "@datahub-settlement/persistence"
import { Clock, Effect, Metric, Schedule } from "effect"
import {
  deadlinesNextSeconds,
  deadlinesSoon,
  finalSettlementsOverdue,
  processesOpen,
  tasksOpen
} from "./serveMetrics.ts"

const SOON_MS = 3 * 86_400_000

/** Shows in the metrics how many processes are at work, and when the next of it is due. */
export const processCounts = Effect.gen(function* () {
  const now = yield* Clock.currentTimeMillis
  const { nextSeconds, open, soon } = yield* activeProcesses(now, now + SOON_MS)
  yield* Metric.update(processesOpen, open)
  yield* Metric.update(deadlinesSoon, soon)
  yield* Metric.update(deadlinesNextSeconds, nextSeconds ?? -1)
})

/** Shows in the metrics what waits to be done: every process that waits for something is read for it. */
const taskCounts = Effect.gen(function* () {
  const tasks = yield* listOpenTasks()
  yield* Metric.update(tasksOpen, tasks.length)
  const due = finalSettlementsAmong(tasks, yield* Clock.currentTimeMillis)
  yield* Metric.update(finalSettlementsOverdue, due.filter(({ standing }) => standing !== "ahead").length)
})

/** Counts tasks now and then, whoever looks how often; while the database is away the last figures stand. */
export const keepCountingTasks = taskCounts.pipe(
  Effect.withTracerEnabled(false),
  Effect.ignore,
  Effect.repeat(Schedule.spaced("10 minutes"))
)
