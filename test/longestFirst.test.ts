import { expect, it } from "@effect/vitest"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { longest, longestFirst } from "./longestFirst.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

it("the files that are begun first are there", () => {
  expect(longest.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

it("the longest come first, and all others as they were", () => {
  const files = ["packages/a.test.ts", longest[1]!, "c.test.ts", longest[0]!, "b.test.ts"]
  const sorted = longestFirst(files.map((path) => ({ moduleId: join(root, path) })))
  const expected = [longest[0]!, longest[1]!, "packages/a.test.ts", "c.test.ts", "b.test.ts"]
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual(expected.map((path) => join(root, path)))
})
