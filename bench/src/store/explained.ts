import { readFile, stat } from "node:fs/promises"
import { Database } from "@datahub-settlement/persistence"
import { Effect, Layer } from "effect"
import type { StatementPlan } from "../Benchmark.ts"
import { plansInLog } from "./plansInLog.ts"
import { type BenchDatabase, benchStores } from "./server.ts"

/** The server itself tells how it carries out what the program sends it, and nothing else has to know our statements. */
const settings = {
  session_preload_libraries: "auto_explain",
  "auto_explain.log_min_duration": "0",
  "auto_explain.log_analyze": "on",
  "auto_explain.log_buffers": "on",
  "auto_explain.log_parameter_max_length": "0"
}

type Stores = Layer.Success<ReturnType<typeof benchStores>>

/**
 * Does something on sessions of its own and gives the plans of all statements that it took. COPY … FROM STDIN has none. To
 * tell them costs time: nothing that is measured belongs in here.
 */
export const explained = Effect.fnUntraced(function* <E>(
  { logFile, url }: BenchDatabase,
  work: Effect.Effect<unknown, E, Stores>
) {
  if (logFile === undefined) return [] as ReadonlyArray<StatementPlan>
  const { sql } = yield* Database
  const [here] = yield* sql<{ readonly name: string }>`SELECT quote_ident(current_database()) AS name`
  for (const [setting, value] of Object.entries(settings)) {
    yield* sql.unsafe(`ALTER DATABASE ${here!.name} SET ${setting} = '${value}'`)
  }
  return yield* Effect.gen(function* () {
    const { size } = yield* Effect.promise(() => stat(logFile))
    yield* work
    const log = yield* Effect.promise(() => readFile(logFile))
    return plansInLog(log.subarray(size).toString("utf8"))
    // The same stores on other sessions.
  }).pipe(Effect.provide(Layer.fresh(benchStores(url))))
})
