import { Effect } from "effect"
import { spawnSync } from "node:child_process"
import { closeSync, openSync, writeSync } from "node:fs"
import { temporaryFolder } from "./onDatabase.ts"

/** A disk of so many MB, where this account may make one. */
export const smallDisk = Effect.fnUntraced(function* (megabytes: number) {
  const folder = yield* temporaryFolder
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "tmpfs", folder])
  if (mounted.status !== 0) return undefined
  yield* Effect.addFinalizer(() => Effect.sync(() => spawnSync("umount", ["-l", folder])))
  return folder
})

/** Takes all the room that is left on a disk. */
export const fill = (path: string): void => {
  const file = openSync(path, "w")
  try {
    for (let bytes = 1 << 20; bytes >= 4096;) {
      try {
        if (writeSync(file, new Uint8Array(bytes)) < bytes) bytes /= 2
      } catch {
        bytes /= 2
      }
    }
  } finally {
    closeSync(file)
  }
}
