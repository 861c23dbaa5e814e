import { defineConfig } from "tsup"

export default defineConfig({
  entry: { index: "src/index.ts", main: "src/main.ts" },
  format: ["esm"],
  target: "node22",
  platform: "node",
  sourcemap: true,
  splitting: true,
  // Declarations come from tsc: tsup's own need a compiler API that TypeScript 7 no longer has.
  dts: false
})
