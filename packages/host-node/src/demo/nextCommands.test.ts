import { gsrnOf } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { nextCommands } from "./nextCommands.ts"

const report = { runId: "337394d9-d397-4939-8acf-9b81967cf3a7", shown: gsrnOf("57131399900000001") }

it("breaks commands before a flag, so that nothing is wider than the terminal", () => {
  const lines = nextCommands(report, "/tmp/a folder", 100, { npm_lifecycle_event: "demo" })
  expect(lines.slice(-3)).toEqual([
    "npm run --silent datahub-settlement -- runs show 337394d9-d397-4939-8acf-9b81967cf3a7 \\",
    "  --gsrn 571313999000000010 --explain --data-folder '/tmp/a folder'",
    "docs/operating.md tells how to run it, docs/glossary.md what the words mean."
  ])
  for (const line of lines) expect(line.length + 2).toBeLessThanOrEqual(100)
})

it("calls the program by its name where it was called so", () => {
  expect(nextCommands(report, "/d", 100, {})[0]).toBe("datahub-settlement db status --data-folder /d")
})
