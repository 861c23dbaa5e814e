import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { exampleFolder } from "./runCommand.ts"

/** A copy of an example that a test may break. */
export interface BrokenCopy {
  readonly folder: string
  /** Replaces text in a file; the text must be there. */
  readonly replace: (file: string, search: string | RegExp, replacement: string) => void
  readonly write: (file: string, text: string) => void
  readonly remove: (file: string) => void
}

/** Where copies go; the caller removes it. */
export const makeWorkFolder = (): string => mkdtempSync(join(tmpdir(), "settle-broken-"))

export const brokenCopy = (work: string, example: string): BrokenCopy => {
  const folder = join(mkdtempSync(join(work, "copy-")), example)
  cpSync(exampleFolder(example), folder, { recursive: true })
  return {
    folder,
    replace: (file, search, replacement) => {
      const before = readFileSync(join(folder, file), "utf8")
      const after = before.replace(search, replacement)
      if (after === before) throw new Error(`${file} does not hold ${search}`)
      writeFileSync(join(folder, file), after)
    },
    write: (file, text) => writeFileSync(join(folder, file), text),
    remove: (file) => rmSync(join(folder, file))
  }
}
