import { Effect, Stdio, Stream } from "effect"
import { WrongUse } from "../exitCodes.ts"
import { CommandFailed } from "./CommandFailed.ts"

/** Through the stream, so that a long text is out before the process ends, also into a pipe. */
export const print = (text: string) =>
  Stdio.Stdio.use((stdio) => Stream.run(Stream.make(text), stdio.stdout({ endOnDone: false })))

export const printError = (text: string) =>
  Stdio.Stdio.use((stdio) => Stream.run(Stream.make(text), stdio.stderr({ endOnDone: false })))

/** One JSON object and nothing else. */
export const printJson = (value: unknown) => print(`${JSON.stringify(value, undefined, 2)}\n`)

/** Texts one after the other as they come, however many there are. */
export const printEach = <E, R>(texts: Stream.Stream<string, E, R>) =>
  Stdio.Stdio.use((stdio) =>
    Stream.run(
      Stream.filter(texts, (text) => text !== ""),
      stdio.stdout({ endOnDone: false })
    )
  )

/** A list as {@link printJson} prints it, without having all of it in memory. */
export const printJsonList = <A, E, R>(items: Stream.Stream<A, E, R>) =>
  Effect.suspend(() => {
    let count = 0
    const texts = Stream.map(items, (item) => {
      const text = JSON.stringify(item, undefined, 2).replaceAll("\n", "\n  ")
      return `${count++ === 0 ? "[" : ","}\n  ${text}`
    })
    return Effect.andThen(
      printEach(texts),
      Effect.suspend(() => print(count === 0 ? "[]\n" : "\n]\n"))
    )
  })

/** Tells what makes no sense about a call, and where to read how it is meant. */
export const wrongUse = Effect.fnUntraced(function* (command: string, reason: string) {
  yield* printError(`datahub-settlement: ${reason}\nTry datahub-settlement ${command} --help.\n`)
  return yield* new WrongUse({ reason })
})

/** Tells why a command cannot go on, and ends it with exit code 1. */
export const commandFailed = (reason: string) =>
  Effect.andThen(printError(`datahub-settlement: ${reason}\n`), new CommandFailed({ reason }))
