import { Effect, FileSystem, Path } from "effect"
import { addFile } from "./addFile.ts"
import { emptyContents } from "./FolderContents.ts"
import { listFolder } from "./listFolder.ts"

/** Called before each file is read: its number from 0, and how many there are. */
export type OnFile = (index: number, count: number) => Effect.Effect<void>

/**
 * Reads every JSON file of a folder, one at a time, so that ten thousand documents need no more room than what they say.
 * A file that cannot be read or decoded becomes a problem and the others are read on: all faults are told at once.
 */
export const readFolder = Effect.fn("readFolder")(function* (folder: string, onFile: OnFile) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { jsonFiles, otherFiles } = yield* listFolder(folder)
  const contents = emptyContents()
  for (const [index, file] of jsonFiles.entries()) {
    yield* onFile(index, jsonFiles.length)
    const read = yield* Effect.result(fs.readFileString(path.join(folder, file)))
    if (read._tag === "Success") yield* addFile(contents, file, read.success)
    else contents.problems.push({ file, kind: "UnreadableFile", message: `cannot be read: ${read.failure.message}` })
  }
  if (jsonFiles.length === 0) contents.problems.push({ kind: "EmptyFolder", message: "the folder holds no JSON files" })
  if (otherFiles.length > 0) contents.notices.push({ message: `left alone, not JSON: ${otherFiles.join(", ")}` })
  return contents
})
