import { Redacted, Result } from "effect"
import { type DatabasePlace, InvalidDatabaseUrl } from "./ConnectionProblem.ts"

/** A database URL, hidden or not. */
export type DatabaseUrl = Redacted.Redacted<string> | string

/** The text of a URL, to be given to a driver and to nothing else. */
export const urlText = (url: DatabaseUrl): string => (Redacted.isRedacted(url) ? Redacted.value(url) : url)

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * What a database URL points to, without the password.
 *
 * @example
 * import { Result } from "effect"
 * import { databasePlaceOf } from "@datahub-settlement/persistence"
 *
 * const place = Result.getOrThrow(databasePlaceOf("postgres://settlement:secret@db.example/portfolio"))
 * place.host // => "db.example"
 * place.port // => 5432
 * place.database // => "portfolio"
 * place.user // => "settlement"
 */
export const databasePlaceOf = (url: DatabaseUrl): Result.Result<DatabasePlace, InvalidDatabaseUrl> => {
  const text = urlText(url)
  if (text.trim() === "") return Result.fail(new InvalidDatabaseUrl({ reason: "it is empty" }))
  // The parser's own error quotes the whole text, password included: it goes no further.
  if (!URL.canParse(text)) return Result.fail(new InvalidDatabaseUrl({ reason: "it is not a URL" }))
  const parsed = new URL(text)
  if (parsed.protocol !== "postgres:" && parsed.protocol !== "postgresql:") {
    return Result.fail(
      new InvalidDatabaseUrl({ reason: `it starts with "${parsed.protocol}//" instead of "postgres://"` })
    )
  }
  const user = decoded(parsed.username) || "(none)"
  return Result.succeed({
    // A socket folder stands in ?host=, as libpq has it.
    host: parsed.hostname || parsed.searchParams.get("host") || "localhost",
    port: Number(parsed.port || parsed.searchParams.get("port") || 5432),
    database: decoded(parsed.pathname.slice(1)) || user,
    user
  })
}

/** Every spelling of the password that could turn up in a message. */
export const passwordsIn = (url: DatabaseUrl): ReadonlyArray<string> => {
  const text = urlText(url)
  if (!URL.canParse(text)) return text === "" ? [] : [text, ...(/:\/\/[^:/]*:([^@]*)@/.exec(text)?.slice(1) ?? [])]
  const { password, searchParams } = new URL(text)
  return [password, decoded(password), searchParams.get("password") ?? ""].filter((one) => one !== "")
}
