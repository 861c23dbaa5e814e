import { Gln } from "@datahub-settlement/core"
import { Redacted, Result, Schema } from "effect"
import type { ValueKind } from "./ConfigKey.ts"

/** Text as it is. */
export const text: ValueKind<string> = { type: "text", parse: Result.succeed }

export const secret: ValueKind<Redacted.Redacted<string>> = {
  type: "secret",
  parse: (value) => Result.succeed(Redacted.make(value))
}

/** Several, separated by commas. */
export const list = <A>(kind: ValueKind<A>): ValueKind<ReadonlyArray<A>> => ({
  type: `${kind.type}, comma-separated`,
  parse: (value) => {
    const parts = value.split(",").map((part) => part.trim())
    const named = parts.filter((part) => part !== "")
    return named.length === 0 ? Result.fail("names nothing") : Result.all(named.map(kind.parse))
  }
})

export const oneOf = <const A extends string>(...choices: ReadonlyArray<A>): ValueKind<A> => ({
  type: choices.join(" | "),
  parse: (value) => {
    const found = choices.find((choice) => choice === value.toLowerCase())
    return found === undefined ? Result.fail(`expected one of ${choices.join(", ")}`) : Result.succeed(found)
  }
})

export const yesOrNo: ValueKind<boolean> = {
  type: "true | false",
  parse: (value) => {
    const said = value.toLowerCase()
    return said === "true" || said === "false" ? Result.succeed(said === "true") : Result.fail("expected true or false")
  }
}

export const wholeNumber = (least: number, most: number): ValueKind<number> => ({
  type: `${least}–${most}`,
  parse: (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
    return number >= least && number <= most
      ? Result.succeed(number)
      : Result.fail(`expected a whole number from ${least} to ${most}`)
  }
})

const MS_PER: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds. */
export const duration: ValueKind<number> = {
  type: "duration",
  parse: (value) => {
    const [, number, unit] = /^(\d+)\s*(ms|s|m|h)$/.exec(value) ?? []
    if (number === undefined || unit === undefined) {
      return Result.fail("expected a duration such as 250ms, 30s, 5m or 1h")
    }
    return Result.succeed(Number(number) * MS_PER[unit]!)
  }
}

const BYTES_PER: Readonly<Record<string, number>> = { "": 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** Bytes. */
export const byteCount: ValueKind<number> = {
  type: "bytes",
  parse: (value) => {
    const [, number, unit] = /^(\d+)\s*(KiB|MiB|GiB|)$/.exec(value) ?? []
    const bytes = Number(number) * (BYTES_PER[unit ?? ""] ?? Number.NaN)
    return bytes >= 1 && Number.isSafeInteger(bytes)
      ? Result.succeed(bytes)
      : Result.fail("expected a number of bytes such as 67108864 or 64MiB")
  }
}

export const webAddress: ValueKind<string> = {
  type: "URL",
  parse: (value) => {
    const address = URL.parse(value)
    if (address === null || !/^https?:$/.test(address.protocol)) return Result.fail("expected an http(s) URL")
    // What is wrong is shown to people: it must not show a password.
    return address.username + address.password === ""
      ? Result.succeed(value)
      : Result.fail("the URL must not hold a user or password")
  }
}

const isGln = Schema.is(Gln)

export const gln: ValueKind<Gln> = {
  type: "GLN",
  parse: (value) => (isGln(value) ? Result.succeed(value) : Result.fail("expected 13 digits with a valid check digit"))
}

const API_KEY_LENGTH_MIN = 20

export const apiKey: ValueKind<Redacted.Redacted<string>> = {
  type: "secret",
  parse: (value) =>
    value.length >= API_KEY_LENGTH_MIN
      ? Result.succeed(Redacted.make(value))
      : Result.fail(`a key has at least ${API_KEY_LENGTH_MIN} characters; \`openssl rand -hex 24\` makes one`)
}
