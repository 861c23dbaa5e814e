import { Stdio, Stream } from "effect"

/** Bytes as they are: what cannot be read is not to be changed by printing it. */
export const printBytes = (bytes: Uint8Array) =>
  Stdio.Stdio.use((stdio) => Stream.run(Stream.make(bytes), stdio.stdout({ endOnDone: false })))
