import { describe, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { afterAll } from "vitest"
import { findTimescale, startTimescale } from "./timescaleServer.ts"

/*
 * The conformance suites of all ports on TimescaleDB, and what holds for its storage alone, where TEST_TIMESCALE_URL names a
 * server whose user may create databases and extensions, or a container engine can start one. `npm run test:timescale` runs
 * every test that works on a database there.
 */

const found = await Effect.runPromise(findTimescale(process.env["TEST_TIMESCALE_URL"]))

describe("on TimescaleDB", async () => {
  if (found.kind === "none") return it.skip(`skipped: ${found.reason}`, () => {})
  const scope = Scope.makeUnsafe()
  afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  const started = startTimescale().pipe(Scope.provide(scope))
  // The worker is this file's own, and so are the databases that the suites make.
  process.env["TEST_DATABASE_URL"] = found.kind === "given" ? found.url : await Effect.runPromise(started)
  await import("./conformance.test.ts")
  await import("./exchangeConformance.test.ts")
  await import("../processes/conformance.test.ts")
  await import("../runs/conformance.test.ts")
  await import("../runs/corrections.test.ts")
  await import("./timescaleStorage.ts")
})
