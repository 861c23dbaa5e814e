import type { Result } from "effect"

/** A kind of value: how it is written, and what it is read as. */
export interface ValueKind<A> {
  /** How it is written, for people: `duration`, `GLN`. */
  readonly type: string
  /** What the text says, or what is wrong with it. A secret is not repeated in the reason. */
  readonly parse: (text: string) => Result.Result<A, string>
}

/** What is the same for every key, however it is needed. */
export interface KeyFacts {
  /** Name in the environment and in a file. */
  readonly name: string
  readonly group: KeyGroup
  /** What it does, one sentence without its full stop. */
  readonly what: string
  readonly example: string
  readonly isSecret?: boolean
  /** A secret as it may be seen; without it nothing of it is shown. */
  readonly shown?: (text: string) => string
}

export type KeyGroup = "Database" | "DataHub" | "Messages" | "Patience" | "HTTP" | "Telemetry"

/** One setting of the host. */
export interface ConfigKey<A> extends KeyFacts, ValueKind<A> {
  readonly isSecret: boolean
  readonly isRequired: boolean
  /** What holds where nothing is given, written as it would be given. */
  readonly fallback: string | undefined
}

/** A setting without which the host cannot run. */
export const required = <A>(kind: ValueKind<A>, facts: KeyFacts): ConfigKey<A> => ({
  isSecret: false,
  ...facts,
  ...kind,
  isRequired: true,
  fallback: undefined
})

/** A setting that may be left out, and is `undefined` then. */
export const optional = <A>(kind: ValueKind<A>, facts: KeyFacts): ConfigKey<A | undefined> => ({
  isSecret: false,
  ...facts,
  ...kind,
  isRequired: false,
  fallback: undefined
})

/** A setting that has a value of its own where none is given. */
export const defaulted = <A>(kind: ValueKind<A>, fallback: string, facts: KeyFacts): ConfigKey<A> => ({
  isSecret: false,
  ...facts,
  ...kind,
  isRequired: false,
  fallback
})
