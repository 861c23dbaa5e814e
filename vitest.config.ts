import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "golden-masters/**/*.test.ts",
      "bench/**/*.test.ts",
      "test/**/*.test.ts"
    ],
    // Offers the run a PostgreSQL server, which starts when the first database test asks for it.
    globalSetup: ["packages/persistence/test/server/globalSetup.ts"],
    hookTimeout: 60_000,
    testTimeout: 60_000,
    coverage: {
      provider: "v8",
      reportOnFailure: true,
      include: ["packages/core/src/**/*.ts"],
      exclude: ["**/*.test.ts", "packages/core/src/testing/**"],
      reporter: ["text-summary", "json-summary"]
    }
  }
})
