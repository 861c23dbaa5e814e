import { Effect, type Scope } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { constants, type FileHandle, open } from "node:fs/promises"
import type { DataFolder } from "./DataFolder.ts"
import { serverEnvironment } from "./runProgram.ts"
import type { ServerBinaries } from "./serverBinaries.ts"
import { fileFault } from "./fileFault.ts"

/** A server process that this host started. */
export interface ServerProcess {
  readonly pid: number
  /** Ends when the process does, for whatever reason. */
  readonly ended: Effect.Effect<void>
}

/** Ends all connections, writes everything to disk, stops. */
const fastShutdown = "SIGINT"
/** Stops without writing: the next start recovers from the log, as after a power cut. */
const immediateShutdown = "SIGQUIT"

const shutdownPatience = "60 seconds"

const startServer = async (folder: DataFolder, binaries: ServerBinaries, port: number): Promise<ChildProcess> => {
  // Through a file the server can go on writing whatever happens to this process; with O_APPEND the log may be cut while it does.
  const log: FileHandle = await open(
    folder.logFile,
    constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW,
    0o600
  )
  try {
    const settings = {
      config_file: folder.settingsFile,
      listen_addresses: "127.0.0.1",
      port,
      unix_socket_directories: ""
    }
    const args = [
      "-D",
      folder.cluster,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])
    ]
    const child = spawn(binaries.postgres, args, {
      ...folder.account,
      cwd: "/",
      env: serverEnvironment,
      // Ctrl-C in a terminal goes to the whole group: the host ends its work first, then the server.
      detached: true,
      stdio: ["ignore", log.fd, log.fd]
    })
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject))
    child.unref()
    return child
  } finally {
    await log.close()
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const awaitEnd = (child: ChildProcess): Effect.Effect<void> =>
  Effect.callback((resume) => {
    if (hasEnded(child)) return resume(Effect.void)
    const done = (): void => resume(Effect.void)
    child.once("exit", done)
    return Effect.sync(() => child.off("exit", done))
  })

/**
 * A shell that waits for the end of this process, however it comes (a signal without a handler, SIGKILL, a crash), and
 * then shuts the server down: the pipe from us to it closes. Signal handlers of our own could do less, and would change
 * how the program that embeds us answers signals.
 */
const watchOver = (child: ChildProcess, { account }: DataFolder): ChildProcess => {
  const script = `read -r line || kill -INT ${child.pid}`
  const shell = spawn("/bin/sh", ["-c", script], {
    ...account,
    cwd: "/",
    env: serverEnvironment,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"]
  })
  shell.once("error", () => undefined)
  shell.stdin?.on("error", () => undefined)
  // An ended server's number may soon be another's: call the watch off.
  child.once("exit", () => shell.kill("SIGKILL"))
  shell.unref()
  ;(shell.stdin as unknown as { readonly unref: () => void } | null)?.unref()
  return shell
}

const stopServer = (child: ChildProcess): Effect.Effect<void> =>
  Effect.suspend(() => {
    child.ref()
    child.kill(fastShutdown)
    const force = Effect.suspend(() => {
      child.kill(immediateShutdown)
      return awaitEnd(child)
    })
    return awaitEnd(child).pipe(Effect.timeoutOrElse({ duration: shutdownPatience, orElse: () => force }))
  })

/** Starts the server; the end of the scope shuts it down and waits until all is written. */
export const serverProcess = (
  folder: DataFolder,
  binaries: ServerBinaries,
  port: number
): Effect.Effect<ServerProcess, ReturnType<ReturnType<typeof fileFault>>, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: async () => {
        const child = await startServer(folder, binaries, port)
        watchOver(child, folder)
        return child
      },
      catch: fileFault(folder.path)
    }),
    stopServer
  ).pipe(Effect.map((child) => ({ pid: child.pid!, ended: awaitEnd(child) })))
