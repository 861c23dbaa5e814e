import { Effect } from "effect"
import { access, chmod, constants, mkdir, readdir, readFile, realpath, stat } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { fileFault } from "./fileFault.ts"
import { closedFolder, runsAsRoot, type ServerAccount, serverAccount } from "./serverAccount.ts"
import { DataFolderUnreachable, DataFolderUnusable, DataFolderVersionMismatch } from "./ServerProblem.ts"

/**
 * Where things lie in a data folder. PostgreSQL's own files are one level down, so that they can be built aside and
 * moved into place whole, also where the data folder itself is a mounted volume.
 */
export interface DataFolder {
  readonly path: string
  /** PostgreSQL's files; the folder is there once it has been initialised. */
  readonly cluster: string
  /** Password of the database's superuser, readable for the server's account alone. */
  readonly passwordFile: string
  /** Configuration and access rules, written anew at every start; outside the cluster, where the server cannot write. */
  readonly settingsFile: string
  readonly accessFile: string
  readonly logFile: string
  /** The port of the last start, so that a URL that somebody wrote down stays true. */
  readonly portFile: string
  readonly account: ServerAccount | undefined
  readonly initialised: boolean
}

const ours =
  /^(?:cluster(?:\.new-.+)?|server\.log(?:\.1)?|port|(?:server|access|operator)\.conf(?:\.new)?|programs-.+|lost\+found)$/

const unusable = (dataFolder: string, reason: string): DataFolderUnusable =>
  new DataFolderUnusable({ dataFolder, reason })

const statOf = (path: string) => Effect.promise(() => stat(path).catch(() => undefined))

const refuseForeign = (path: string, names: ReadonlyArray<string>): Effect.Effect<void, DataFolderUnusable> => {
  if (names.includes("PG_VERSION")) {
    return Effect.fail(
      unusable(
        path,
        "it holds the files of a PostgreSQL server that was set up by other means. Choose another folder, or start that server and set DATABASE_URL to it."
      )
    )
  }
  const foreign = names.filter((name) => !ours.test(name))
  if (names.includes("cluster") || foreign.length === 0) return Effect.void
  return Effect.fail(
    unusable(
      path,
      `it holds other files (${foreign.slice(0, 3).join(", ")}${foreign.length > 3 ? ", …" : ""}). Choose a new or an empty folder.`
    )
  )
}

const refuseForeignOwner = (path: string, clusterUid: number | undefined): Effect.Effect<void, DataFolderUnusable> => {
  const uid = process.getuid?.()
  if (clusterUid === undefined || (runsAsRoot() ? clusterUid !== 0 : clusterUid === uid)) return Effect.void
  const reason = runsAsRoot()
    ? `its database files belong to root, as which PostgreSQL does not run. Give them to an ordinary account: chown -R nobody "${path}/cluster".`
    : `its database files belong to another account (uid ${clusterUid}, this one is uid ${uid}). Start as that account or as root.`
  return Effect.fail(unusable(path, reason))
}

/**
 * Makes the folder and those above it that are missing. Node's own recursive mkdir gives all of them the same mode, and
 * never returns where a file system answers "no such file" to every mkdir, as /proc does.
 */
const makeFolder = async (path: string, mode: number): Promise<void> => {
  const make = (): Promise<void> =>
    mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error
    })
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" || dirname(path) === path) throw error
    await makeFolder(dirname(path), 0o755)
    await make()
  })
}

/** Creates the folder where it is missing, and makes sure that it is ours, writable, and within the server's reach. */
export const openDataFolder = Effect.fnUntraced(function* (given: string) {
  const fault = fileFault(resolve(given))
  yield* Effect.tryPromise({ try: () => makeFolder(resolve(given), runsAsRoot() ? 0o711 : 0o700), catch: fault })
  const path = yield* Effect.tryPromise({ try: () => realpath(given), catch: fault })
  const names = yield* Effect.tryPromise({ try: () => readdir(path), catch: fault })
  yield* refuseForeign(path, names)
  const cluster = join(path, "cluster")
  const [folder, clusterFolder] = [yield* statOf(path), yield* statOf(cluster)]
  yield* refuseForeignOwner(path, clusterFolder?.uid)
  yield* Effect.tryPromise({ try: () => access(path, constants.W_OK), catch: fault })
  const account = serverAccount(clusterFolder ?? folder)
  // A folder that root made for us is private to root: the server has to pass through it.
  if (account !== undefined && folder?.uid === 0)
    yield* Effect.tryPromise({ try: () => chmod(path, folder.mode | 0o011), catch: fault })
  const closed =
    account === undefined
      ? undefined
      : yield* Effect.tryPromise({ try: () => closedFolder(path, account), catch: fault })
  if (account !== undefined && closed !== undefined) {
    return yield* new DataFolderUnreachable({ dataFolder: path, closedFolder: closed, uid: account.uid })
  }
  return {
    path,
    cluster,
    passwordFile: join(cluster, "superuser-password"),
    settingsFile: join(path, "server.conf"),
    accessFile: join(path, "access.conf"),
    logFile: join(path, "server.log"),
    portFile: join(path, "port"),
    account,
    initialised: clusterFolder !== undefined
  } satisfies DataFolder
})

/** Refuses files that this server's major version cannot read. */
export const checkVersion = Effect.fnUntraced(function* (folder: DataFolder, serverMajor: string) {
  const found = yield* Effect.promise(() => readFile(join(folder.cluster, "PG_VERSION"), "utf8").catch(() => undefined))
  if (found === undefined) {
    return yield* unusable(
      folder.path,
      `${folder.cluster} has no readable PG_VERSION, so it is not a whole database. Restore a backup into a new folder.`
    )
  }
  if (found.trim() !== serverMajor) {
    return yield* new DataFolderVersionMismatch({ dataFolder: folder.path, foundMajor: found.trim(), serverMajor })
  }
})

/** The password that the folder's server was set up with. */
export const readPassword = (folder: DataFolder): Effect.Effect<string, DataFolderUnusable> =>
  Effect.tryPromise({
    try: () => readFile(folder.passwordFile, { encoding: "utf8", flag: constants.O_RDONLY | constants.O_NOFOLLOW }),
    catch: () =>
      unusable(
        folder.path,
        `its password file ${folder.passwordFile} is missing or not readable for this account. Restore it from a backup, or start as the account that owns it.`
      )
  }).pipe(Effect.map((text) => text.trim()))
