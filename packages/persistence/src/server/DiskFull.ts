import { Data } from "effect"

/** No space left where the database keeps its files (SQLSTATE 53100, ENOSPC). */
export class DiskFull extends Data.TaggedError("DiskFull")<{
  /** A data folder, or `host:port/database`. */
  readonly place: string
}> {
  override get message(): string {
    return `The disk of ${this.place} is full: nothing of the last step was kept. Free space or enlarge the disk, then try again.`
  }
}
