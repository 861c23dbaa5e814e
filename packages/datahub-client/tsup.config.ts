import { defineConfig } from "tsup"

export default defineConfig({
  entry: { index: "src/index.ts", "http/index": "src/http/index.ts" },
  format: ["esm"],
  target: "es2023",
  platform: "neutral",
  sourcemap: true,
  splitting: true,
  // Declarations come from tsc: tsup's own need a compiler API that TypeScript 7 no longer has.
  dts: false
})
