import { Effect, FileSystem, type PlatformError } from "effect"
import type { SourcedDocument, SourceProblem } from "./SourcedDocument.ts"

/** Reads files as documents; one that cannot be read is a problem, and the others are read on. */
export const readFiles = Effect.fn("readFiles")(function* (files: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const documents: Array<SourcedDocument> = []
  const unreadable: Array<SourceProblem> = []
  for (const file of files) {
    const read = yield* Effect.result(fs.readFileString(file))
    if (read._tag === "Success") documents.push({ source: file, content: read.success })
    else unreadable.push({ source: file, message: why(read.failure) })
  }
  return { documents, unreadable }
})

const why = ({ message, reason }: PlatformError.PlatformError): string =>
  reason._tag === "NotFound" ? "there is no such file" : `it cannot be read: ${message}`
