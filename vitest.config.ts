import { randomInt } from "node:crypto"
import { availableParallelism } from "node:os"
import { configDefaults, defineConfig } from "vitest/config"
import { LongestFirst } from "./test/longestFirst.ts"

const testsIn = (...places: ReadonlyArray<string>): ReadonlyArray<string> =>
  places.map((place) => `${place}/**/*.test.ts`)

/** Folders whose tests touch nothing but values: no file of them can leave anything behind for the next. */
const pure = testsIn("packages/core/{src,test}", "packages/datahub-client/src")

/**
 * What tests draw at random, they draw from one seed, the same in every run; `TEST_SEED=<number>` takes another one,
 * `TEST_SEED=random` one that is drawn.
 */
const SEED = "20260101"
process.env["TEST_SEED"] ??= SEED
if (process.env["TEST_SEED"] === "random") process.env["TEST_SEED"] = String(randomInt(2 ** 31))
if (process.env["TEST_SEED"] !== SEED) process.stderr.write(`TEST_SEED=${process.env["TEST_SEED"]}\n`)

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    projects: [
      // Their files share what a worker has loaded: to load core takes longer than most of them.
      { extends: true, test: { name: "pure", include: [...pure], isolate: false } },
      {
        extends: true,
        test: {
          name: "world",
          include: [...testsIn("packages/*/{src,test}", "golden-masters", "bench", "test")],
          exclude: [...configDefaults.exclude, ...pure],
          // Offers the run a PostgreSQL server, which starts when the first database test asks for it.
          globalSetup: [
            "packages/persistence/test/server/globalSetup.ts",
            "test/compileCache.ts",
            "test/programs/setup.ts"
          ]
        }
      }
    ],
    // The longest tests wait for programs that they start: one worker more than cores does not slow them.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    setupFiles: ["test/seed.ts"],
    // Ends what hangs; however slow a machine is, it has to say nothing of what works.
    hookTimeout: 600_000,
    testTimeout: 600_000,
    coverage: {
      provider: "v8",
      reportOnFailure: true,
      include: ["packages/core/src/**/*.ts"],
      exclude: ["**/*.test.ts", "packages/core/src/testing/**"],
      reporter: ["text-summary", "json-summary"]
    }
  }
})
