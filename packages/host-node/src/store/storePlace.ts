import { Option, Redacted, Result } from "effect"
import { Flag } from "effect/cli"
import { defaultDataFolder } from "./dataFolder.ts"

/** Where the database is: a server of the operator's own, or the one that comes with this program. */
export type StorePlace =
  | { readonly kind: "own server"; readonly url: Redacted.Redacted<string> }
  | { readonly kind: "embedded"; readonly dataFolder: string }

/** Flags of every command that works on the database. */
export const storeFlags = {
  databaseUrl: Flag.Redacted("database-url").pipe(
    Flag.withDescription(
      "PostgreSQL server of your own, postgres://user:password@host:5432/database; better in DATABASE_URL, where no process list shows it"
    ),
    Flag.optional
  ),
  dataFolder: Flag.String("data-folder").pipe(
    Flag.withDescription(
      "Data of the server that comes with this program; DATAHUB_SETTLEMENT_DATA_FOLDER says it too. Without any of these: /var/lib/datahub-settlement for root, else ~/.local/share/datahub-settlement"
    ),
    Flag.optional
  )
}

/** What a command line says of the place. */
export interface StoreFlags {
  readonly databaseUrl: Option.Option<Redacted.Redacted<string>>
  readonly dataFolder: Option.Option<string>
}

type Environment = Readonly<Record<string, string | undefined>>

const given = (environment: Environment, name: string): string | undefined => environment[name] || undefined

/** The command line goes before the environment; in both, a server of one's own before the embedded one. */
export const storePlace = (
  flags: StoreFlags,
  environment: Environment = process.env,
  otherwise: () => string = defaultDataFolder
): Result.Result<StorePlace, string> => {
  const { databaseUrl, dataFolder } = flags
  if (Option.isSome(databaseUrl) && Option.isSome(dataFolder)) {
    return Result.fail("--database-url names a server of your own, --data-folder the one of this program: give one")
  }
  if (Option.isSome(databaseUrl)) return Result.succeed({ kind: "own server", url: databaseUrl.value })
  if (Option.isSome(dataFolder)) return Result.succeed({ kind: "embedded", dataFolder: dataFolder.value })
  const url = given(environment, "DATABASE_URL")
  if (url !== undefined) return Result.succeed({ kind: "own server", url: Redacted.make(url) })
  const folder = given(environment, "DATAHUB_SETTLEMENT_DATA_FOLDER")
  return Result.succeed({ kind: "embedded", dataFolder: folder ?? otherwise() })
}
