import { readFile, readlink } from "node:fs/promises"
import { join } from "node:path"
import { type DataFolder } from "./DataFolder.ts"
import { isRunning } from "./isRunning.ts"
import { replaceFile } from "./replaceFile.ts"

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** It has its port and takes connections. */
  readonly ready: boolean
}

const fileOf = (folder: DataFolder): string => join(folder.cluster, "postmaster.pid")

const read = async (folder: DataFolder): Promise<ReadonlyArray<string> | undefined> =>
  (await readFile(fileOf(folder), "utf8").catch(() => undefined))?.split("\n")

/**
 * Whether this process is the server of the folder: a server works in its own folder, and after a restart of a machine
 * or container its number may belong to any other program.
 */
export const servesFolder = async (folder: DataFolder, pid: number): Promise<boolean> => {
  if (!isRunning(pid)) return false
  if (process.platform !== "linux") return true
  const place = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  if (place !== undefined) return place === folder.cluster
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")
  return name.trim() === "postgres"
}

/** The server that runs on the folder now, if one does. */
export const runningPostmaster = async (folder: DataFolder): Promise<Postmaster | undefined> => {
  const lines = await read(folder)
  const [pid, port] = [Number(lines?.[0]), Number(lines?.[3])]
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port)) return undefined
  return (await servesFolder(folder, pid)) ? { pid, port, ready: lines?.[7]?.trim() === "ready" } : undefined
}

/**
 * A server that was killed leaves its number behind. The next server removes that by itself, unless the number is in
 * use again by an unrelated program of the same account, which it then takes for its predecessor. A file with the number
 * of the server's own parent, which we are, it knows to be stale; its check for surviving processes of the old server,
 * by the shared memory that the file also names, stays in force, as it would not if the file were removed.
 */
export const disownStaleNumber = async (folder: DataFolder): Promise<void> => {
  const lines = await read(folder)
  const pid = Number(lines?.[0])
  if (lines === undefined || !Number.isInteger(pid) || pid === process.pid) return
  if (!isRunning(pid) || (await servesFolder(folder, pid))) return
  await replaceFile(fileOf(folder), [String(process.pid), ...lines.slice(1)].join("\n"), 0o600, folder.account)
}
