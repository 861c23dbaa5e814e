import type { CimParser, CorrectionsDue, MeteringLedger, StorageError, Transactions } from "@datahub-settlement/core"
import { Effect, FileSystem, Path, type PlatformError } from "effect"
import { addFile } from "../folder/addFile.ts"
import { emptyContents, type FolderContents } from "../folder/FolderContents.ts"
import { listFolder } from "../folder/listFolder.ts"
import type { OnFile } from "../folder/readFolder.ts"
import { appendReadings, type AppendedReadings } from "./appendReadings.ts"

/** A folder whose readings are in the ledger, and what its other documents say. */
export interface ReadDocuments {
  readonly contents: FolderContents
  readonly files: number
  readonly readings: AppendedReadings
}

/** Metering points whose readings wait in memory at most; a file more than that at the worst. */
const WAITING_POINTS_MAX = 500
/** Files whose readings wait in memory at most. */
const WAITING_FILES_MAX = 100

/**
 * Reads every JSON file of a folder, one at a time. Readings go to the ledger as they come, so that memory does not grow
 * with them; all other documents are few and are kept. A file with a fault becomes a problem, and the others are read on.
 */
export const readDocuments: (
  folder: string,
  onFile: OnFile
) => Effect.Effect<
  ReadDocuments,
  StorageError | PlatformError.PlatformError,
  CimParser | CorrectionsDue | MeteringLedger | Transactions | FileSystem.FileSystem | Path.Path
> = Effect.fn("readDocuments")(function* (folder, onFile) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { jsonFiles, otherFiles } = yield* listFolder(folder)
  const contents = emptyContents()
  let days = 0
  let knownMessages = 0
  let waitingFiles = 0
  const append = Effect.map(appendReadings(contents), (appended) => {
    days += appended.days
    knownMessages += appended.knownMessages
    waitingFiles = 0
  })
  for (const [index, file] of jsonFiles.entries()) {
    yield* onFile(index, jsonFiles.length)
    const read = yield* Effect.result(fs.readFileString(path.join(folder, file)))
    if (read._tag === "Success") yield* addFile(contents, file, read.success)
    else contents.problems.push({ file, kind: "UnreadableFile", message: `cannot be read: ${read.failure.message}` })
    waitingFiles++
    if (contents.series.size >= WAITING_POINTS_MAX || waitingFiles >= WAITING_FILES_MAX) yield* append
  }
  yield* append
  if (jsonFiles.length === 0) contents.problems.push({ kind: "EmptyFolder", message: "the folder holds no JSON files" })
  if (otherFiles.length > 0) contents.notices.push({ message: `left alone, not JSON: ${otherFiles.join(", ")}` })
  return { contents, files: jsonFiles.length, readings: { days, knownMessages } }
})
