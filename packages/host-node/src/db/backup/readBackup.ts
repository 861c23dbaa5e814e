import { Effect, Result, Schema, SchemaParser } from "effect"
import { createHash } from "node:crypto"
import { createReadStream, existsSync } from "node:fs"
import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { BackupNotRestored } from "./BackupProblem.ts"
import { FORMAT_VERSION, Manifest, MANIFEST_FILE, type ManifestTable } from "./Manifest.ts"

const decodeManifest = SchemaParser.decodeUnknownResult(Schema.fromJsonString(Manifest))

/** Reads what a backup holds and checks that every file of it is as it was written. */
export const readBackup = Effect.fn("readBackup")(function* (folder: string) {
  const refuse = (reason: string) => new BackupNotRestored({ folder, reason })
  const path = join(folder, MANIFEST_FILE)
  if (!existsSync(path)) {
    return yield* refuse(`there is no ${MANIFEST_FILE} in it: it is no backup, or one that was cut off.`)
  }
  const text = yield* Effect.tryPromise({
    try: () => readFile(path, "utf8"),
    catch: (error) => refuse(`${(error as Error).message}.`)
  })
  const decoded = decodeManifest(text)
  if (Result.isFailure(decoded)) return yield* refuse(`${MANIFEST_FILE} cannot be read: ${decoded.failure}`)
  const manifest = decoded.success
  if (manifest.formatVersion !== FORMAT_VERSION) {
    return yield* refuse(
      `it is of format ${manifest.formatVersion}, this program reads ${FORMAT_VERSION}: use the program that wrote it.`
    )
  }
  for (const table of manifest.tables) {
    const fault = yield* Effect.tryPromise({
      try: () => faultOf(folder, table),
      catch: (error) => refuse(`${table.file}: ${(error as Error).message}.`)
    })
    if (fault !== undefined) return yield* refuse(fault)
  }
  return manifest
})

const faultOf = async (folder: string, { bytes, file, sha256 }: ManifestTable): Promise<string | undefined> => {
  const path = join(folder, file)
  if (!existsSync(path)) return `${file} is missing.`
  const { size } = await stat(path)
  if (size !== bytes) return `${file} has ${size} bytes, but ${bytes} were written. Take another copy of the backup.`
  const hash = createHash("sha256")
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest("hex") === sha256
    ? undefined
    : `${file} is not what was written: its SHA-256 differs. Take another copy of the backup.`
}
