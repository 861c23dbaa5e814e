import { Effect, Schedule, type Scope } from "effect"
import { copyFile, open, stat, truncate } from "node:fs/promises"
import type { DataFolder } from "./DataFolder.ts"

const logBytesMax = 8 * 1024 * 1024
const tailBytesMax = 16 * 1024

export const logSize = (folder: DataFolder): Effect.Effect<number> =>
  Effect.promise(() =>
    stat(folder.logFile).then(
      ({ size }) => size,
      () => 0
    )
  )

/** What the server wrote after the log had this size: at most the last 16 KiB of it. */
export const logSince = (folder: DataFolder, sizeBefore: number): Effect.Effect<string> =>
  Effect.promise(async () => {
    const file = await open(folder.logFile, "r").catch(() => undefined)
    if (file === undefined) return ""
    try {
      const { size } = await file.stat()
      const from = Math.max(sizeBefore > size ? 0 : sizeBefore, size - tailBytesMax)
      const { buffer, bytesRead } = await file.read({ buffer: new Uint8Array(size - from), position: from })
      return new TextDecoder().decode(buffer.subarray(0, bytesRead)).trim()
    } finally {
      await file.close()
    }
  })

const trim = (folder: DataFolder): Effect.Effect<void> =>
  Effect.promise(async () => {
    if ((await stat(folder.logFile)).size <= logBytesMax) return
    await copyFile(folder.logFile, `${folder.logFile}.1`)
    await truncate(folder.logFile)
  }).pipe(Effect.ignoreCause)

/** Keeps the log and one predecessor of it within 8 MiB each, now and while the scope lasts. */
export const keepLogShort = (folder: DataFolder): Effect.Effect<void, never, Scope.Scope> =>
  trim(folder).pipe(
    Effect.andThen(
      trim(folder).pipe(Effect.repeat(Schedule.spaced("10 minutes")), Effect.delay("10 minutes"), Effect.forkScoped)
    ),
    Effect.asVoid
  )
