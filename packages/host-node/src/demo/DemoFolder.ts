import { Effect, type Scope } from "effect"
import { mkdtemp, readdir, realpath, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { CommandFailed } from "../store/CommandFailed.ts"

/** Where the demo keeps its database and its invoices. */
export interface DemoFolder {
  readonly path: string
  /** Leaves it where it is when the demo has ended; until then it goes with the demo. */
  readonly keep: Effect.Effect<void>
}

/**
 * A folder of the demo's own: a new one below the temporary folder, or the one that was named, which must be new or empty:
 * nobody's data are played with. What is in it is removed when the scope ends, unless it is kept.
 */
export const demoFolder = (named: string | undefined): Effect.Effect<DemoFolder, CommandFailed, Scope.Scope> => {
  let isKept = false
  return Effect.acquireRelease(
    Effect.tryPromise({ try: () => openFolder(named), catch: refused(named) }).pipe(
      Effect.map((opened) => ({ ...opened, keep: Effect.sync(() => void (isKept = true)) }))
    ),
    ({ isOurs, path }) => (isKept ? Effect.void : Effect.promise(() => removeFolder(path, isOurs)))
  )
}

/** `isOurs` says that it was not there before. */
const openFolder = async (named: string | undefined): Promise<{ readonly path: string; readonly isOurs: boolean }> => {
  if (named === undefined) {
    return { path: await mkdtemp(join(await realpath(tmpdir()), "settlement-demo-")), isOurs: true }
  }
  const path = resolve(named)
  const found = await contentsOf(path)
  if (found === undefined) return { path, isOurs: true }
  if (found.length === 0) return { path, isOurs: false }
  throw new Error(`it holds ${found.slice(0, 3).join(", ")}. Name a new or an empty folder`)
}

const contentsOf = (path: string): Promise<ReadonlyArray<string> | undefined> =>
  readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw error
  })

const refused =
  (named: string | undefined) =>
  (error: unknown): CommandFailed => {
    const where =
      named === undefined ? `No folder can be made in ${tmpdir()} for the demo` : `The demo cannot use ${named}`
    return new CommandFailed({ reason: `${where}: ${error instanceof Error ? error.message : String(error)}.` })
  }

/** A folder that somebody made stays, as empty as it was. */
const removeFolder = async (path: string, isOurs: boolean): Promise<void> => {
  const gone = isOurs ? [path] : ((await contentsOf(path)) ?? []).map((name) => join(path, name))
  await Promise.all(gone.map((one) => rm(one, { recursive: true, force: true })))
}
