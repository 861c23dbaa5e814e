import { Effect, Stdio, Stream } from "effect"
import { WrongUse } from "../exitCodes.ts"

/** Through the stream, so that a long text is out before the process ends, also into a pipe. */
export const print = (text: string) =>
  Stdio.Stdio.use((stdio) => Stream.run(Stream.make(text), stdio.stdout({ endOnDone: false })))

export const printError = (text: string) =>
  Stdio.Stdio.use((stdio) => Stream.run(Stream.make(text), stdio.stderr({ endOnDone: false })))

/** One JSON object and nothing else. */
export const printJson = (value: unknown) => print(`${JSON.stringify(value, undefined, 2)}\n`)

/** Tells what makes no sense about a call, and where to read how it is meant. */
export const wrongUse = Effect.fnUntraced(function* (command: string, reason: string) {
  yield* printError(`datahub-settlement: ${reason}\nTry datahub-settlement ${command} --help.\n`)
  return yield* new WrongUse({ reason })
})
