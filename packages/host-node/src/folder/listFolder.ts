import { Effect, FileSystem, Path } from "effect"

/** What a folder holds, by path inside it, sorted, so that every run reads in the same order. */
export interface FolderListing {
  readonly jsonFiles: ReadonlyArray<string>
  readonly otherFiles: ReadonlyArray<string>
}

/** All files of a folder and the folders in it; names that begin with a dot are left out. */
export const listFolder = Effect.fn("listFolder")(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const files: Array<string> = []
  const waiting = [""]
  for (let inner = waiting.pop(); inner !== undefined; inner = waiting.pop()) {
    for (const { name, type } of yield* entriesOf(fs, path, path.join(folder, inner))) {
      if (name.startsWith(".")) continue
      if (type === "Directory") waiting.push(path.join(inner, name))
      else files.push(path.join(inner, name))
    }
  }
  files.sort()
  const isJson = (file: string): boolean => file.toLowerCase().endsWith(".json")
  const listing: FolderListing = { jsonFiles: files.filter(isJson), otherFiles: files.filter((file) => !isJson(file)) }
  return listing
})

/** Symbolic links count as what they point to; one that points into the void is a file that cannot be read. */
const entriesOf = Effect.fnUntraced(function* (fs: FileSystem.FileSystem, path: Path.Path, folder: string) {
  const names = yield* fs.readDirectory(folder)
  return yield* Effect.forEach(names, (name) =>
    fs.stat(path.join(folder, name)).pipe(
      Effect.map((info) => ({ name, type: info.type })),
      Effect.orElseSucceed(() => ({ name, type: "File" as const }))
    )
  )
})
