import { Effect, Exit, Scope } from "effect"
import type { TestProject } from "vitest/node"
import { findTimescale, startTimescale } from "../stores/timescaleServer.ts"
import { forgetOperator } from "./globalSetup.ts"

/** Gives a run a TimescaleDB server as the one that its databases are made on. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  forgetOperator()
  const found = await Effect.runPromise(findTimescale(process.env["TEST_TIMESCALE_URL"]))
  if (found.kind === "none") return undefined
  const scope = Scope.makeUnsafe()
  const started = startTimescale().pipe(Scope.provide(scope))
  const url = found.kind === "given" ? found.url : await Effect.runPromise(started)
  // Workers and the processes that tests start inherit it.
  process.env["TEST_DATABASE_URL"] = url
  project.provide("testDatabaseServer", url)
  return async () => {
    delete process.env["TEST_DATABASE_URL"]
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
}
