import { blanked } from "./blanked.ts"

/** One module that a source file names, by `import`, `export … from`, `import()` or a type query. */
export interface Import {
  readonly specifier: string
  readonly line: number
}

/** A source file: path from the root of the repository, with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Every module that a file names. Types count: an arrow is an arrow. */
export const importsOf = (file: SourceFile): ReadonlyArray<Import> => {
  const code = blanked(file.text)
  return Array.from(code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(["'])(\s*)\1/g), (match) => {
    const start = match.index + match[0].length - match[2]!.length - 1
    return {
      specifier: file.text.slice(start, start + match[2]!.length),
      line: file.text.slice(0, match.index).split("\n").length
    }
  })
}

/** The path that a relative specifier leads to. */
export const resolved = (from: string, specifier: string): string => {
  const parts = from.split("/").slice(0, -1)
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop()
    else if (part !== ".") parts.push(part)
  }
  return parts.join("/")
}
