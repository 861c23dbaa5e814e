import { Effect } from "effect"
import { defineConfig, mergeConfig } from "vitest/config"
import { findTimescale } from "./packages/persistence/test/stores/timescaleServer.ts"
import shared from "./vitest.config.ts"

/*
 * Every test that works on a database, on TimescaleDB: the server that TEST_TIMESCALE_URL names, else one in a container.
 * Where there is neither that is said, and nothing fails.
 */

const found = await Effect.runPromise(findTimescale(process.env["TEST_TIMESCALE_URL"]))
if (found.kind === "none") process.stderr.write(`No test runs on TimescaleDB: ${found.reason}.\n`)

const onDatabase = [
  "packages/persistence/test/{database,processes,runs,stores}/**/*.test.ts",
  "packages/persistence/test/server/testDatabase.test.ts",
  "packages/host-node/src/{db,import,run,store}/**/*.test.ts"
]

/** timescale.test.ts runs these. */
const conformance = [
  "packages/persistence/test/**/{conformance,exchangeConformance}.test.ts",
  "packages/persistence/test/runs/corrections.test.ts"
]

const config = mergeConfig(shared, defineConfig({ test: { passWithNoTests: found.kind === "none" } }))

export default {
  ...config,
  test: {
    ...config.test,
    projects: undefined,
    include: found.kind === "none" ? [] : onDatabase,
    exclude: conformance,
    globalSetup: [
      "packages/persistence/test/server/timescaleSetup.ts",
      "test/compileCache.ts",
      "test/programs/setup.ts"
    ]
  }
}
