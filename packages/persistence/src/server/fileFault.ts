import { DiskFull } from "./DiskFull.ts"
import { DataFolderNotWritable } from "./ServerProblem.ts"

/** A failed file operation in the data folder, as an error that says what to do. */
export const fileFault =
  (dataFolder: string) =>
  (error: unknown): DiskFull | DataFolderNotWritable => {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === "ENOSPC" || code === "EDQUOT") return new DiskFull({ place: dataFolder })
    const reasons: Readonly<Record<string, string>> = {
      EACCES: "permission denied",
      EPERM: "permission denied",
      EROFS: "the file system is read-only",
      ENOENT: "no folder can be made there",
      ENOTDIR: "a part of the path is a file, not a folder",
      EEXIST: "there is a file of that name"
    }
    return new DataFolderNotWritable({ dataFolder, reason: reasons[code ?? ""] ?? message })
  }
