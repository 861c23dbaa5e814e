/** A piece of code that a reader is told to be able to run. */
export interface Example {
  /** `packages/core/src/market/Gln.ts:7`: the file and the line on which the code begins. */
  readonly place: string
  readonly code: string
}

/** The `@example` blocks of a source file's doc comments, bare or fenced. */
export const examplesInComments = (path: string, text: string): ReadonlyArray<Example> =>
  Array.from(text.matchAll(/\/\*\*[\s\S]*?\*\//g)).flatMap((comment) => {
    const firstLine = lineOf(text, comment.index)
    const lines = comment[0].split("\n").map((line) => line.replace(/^\s*\*(?: |\/|$)/, "").replace(/^\/\*\*\s?/, ""))
    return lines.flatMap((line, index) => {
      if (!/^@example\b/.test(line)) return []
      const rest = lines.slice(index + 1)
      const end = rest.findIndex((other) => /^@\w/.test(other))
      const block = end < 0 ? rest : rest.slice(0, end)
      return [exampleFrom(path, firstLine + index + 1, block)]
    })
  })

/** The fenced blocks of a Markdown page that are marked `ts run`. */
export const examplesInMarkdown = (path: string, text: string): ReadonlyArray<Example> =>
  Array.from(text.matchAll(/^```ts run\n([\s\S]*?)^```$/gm), (block) =>
    exampleFrom(path, lineOf(text, block.index) + 1, block[1]!.split("\n"))
  )

const exampleFrom = (path: string, line: number, lines: ReadonlyArray<string>): Example => {
  const code = lines.filter((one) => !one.startsWith("```"))
  return { place: `${path}:${line}`, code: code.join("\n").trimEnd() }
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split("\n").length
