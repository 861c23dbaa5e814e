import { createHash, type Hash } from "node:crypto"
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs"

/** A file of a backup that is being written: what is in it, by length and checksum. Readable for its owner alone. */
export class BackupFile {
  bytes = 0
  /** Why writing failed, where it did. */
  fault: Error | undefined
  private readonly file: number
  private readonly hash: Hash = createHash("sha256")

  constructor(path: string) {
    this.file = openSync(path, "wx", 0o600)
  }

  /** Returns when the chunk is written: the server is not asked for more than the disk takes. */
  write(chunk: Uint8Array): void {
    try {
      for (let at = 0; at < chunk.length;) at += writeSync(this.file, chunk, at)
    } catch (error) {
      this.fault = error as Error
      throw error
    }
    this.hash.update(chunk)
    this.bytes += chunk.length
  }

  /** Writes it through to the disk and gives its checksum. */
  finish(): string {
    fsyncSync(this.file)
    return this.hash.digest("hex")
  }

  close(): void {
    closeSync(this.file)
  }
}
