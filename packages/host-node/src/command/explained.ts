import { Command } from "effect/cli"

const EXIT_CODES = "Exit codes: 0 done, 1 it could not be done, 2 wrong use, 70 a fault of ours."

interface Words {
  /** One sentence without its full stop: the line in the list of the parent, and how the command's own help begins. */
  readonly what: string
  /** What there is to know besides, lines of at most 120 characters. */
  readonly more?: string
  /** What is done, and the arguments that do it. */
  readonly examples: Readonly<Record<string, string>>
  /** Where the usual ones do not say enough. */
  readonly exitCodes?: string
}

/** Gives a command its help: what it is for, how it ends, and how it is called. */
export const explained =
  ({ examples, exitCodes = EXIT_CODES, more, what }: Words) =>
  <Name extends string, Input, ContextInput, E, R>(
    command: Command.Command<Name, Input, ContextInput, E, R>
  ): Command.Command<Name, Input, ContextInput, E, R> =>
    command.pipe(
      Command.withDescription([`${what}.`, more, exitCodes].filter((part) => part !== undefined).join("\n\n  ")),
      Command.withShortDescription(what),
      Command.withExamples(({ commandPath }) =>
        Object.entries(examples).map(([description, given]) => ({
          command: [...commandPath, given].join(" ").trim(),
          description
        }))
      )
    )
