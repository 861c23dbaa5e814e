import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts", "golden-masters/**/*.test.ts", "bench/**/*.test.ts", "test/**/*.test.ts"],
    coverage: { provider: "v8", include: ["packages/core/src/**/*.ts"], exclude: ["**/*.test.ts", "packages/core/src/testing/**"], reporter: ["text-summary", "json-summary"] }
  }
})
