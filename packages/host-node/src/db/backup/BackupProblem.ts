import { Data } from "effect"

/** A backup could not be written; what was written of it is removed. */
export class BackupNotWritten extends Data.TaggedError("BackupNotWritten")<{
  readonly folder: string
  readonly reason: string
}> {
  override get message(): string {
    return `No backup was written to ${this.folder}: ${this.reason}`
  }
}

/** A backup cannot be restored; the database is as it was. */
export class BackupNotRestored extends Data.TaggedError("BackupNotRestored")<{
  readonly folder: string
  readonly reason: string
}> {
  override get message(): string {
    return `The backup in ${this.folder} was not restored: ${this.reason}`
  }
}
