import {
  type DatahubEnvironment,
  datahubEnvironments,
  type DatahubPaths,
  tokenUrlOf
} from "@datahub-settlement/datahub-client"
import { Result, Schema } from "effect"
import type { ValueKind } from "./ConfigKey.ts"

/** Installations of DataHub by the names that people use. */
export const environmentsByName: Readonly<Record<"preprod" | "prod", DatahubEnvironment>> = {
  preprod: datahubEnvironments.preproduction,
  prod: datahubEnvironments.production
}

/** Where DataHub is, and where its tokens are issued. */
export interface DatahubAddress {
  readonly baseUrl: string
  readonly tokenUrl: string
  readonly scope: string
}

/** What is said of the address: what an environment knows, replaced by what is given besides. */
export interface AddressParts {
  readonly environment: keyof typeof environmentsByName | undefined
  readonly baseUrl: string | undefined
  readonly tokenUrl: string | undefined
  readonly scope: string | undefined
}

/** The address, or what is missing of it. */
export const datahubAddressOf = (parts: AddressParts): Result.Result<DatahubAddress, string> => {
  const known = parts.environment === undefined ? undefined : environmentsByName[parts.environment]
  const baseUrl = parts.baseUrl ?? known?.baseUrl
  const tokenUrl = parts.tokenUrl ?? (known && tokenUrlOf(known.tenantId))
  const scope = parts.scope ?? known?.scope
  if (baseUrl !== undefined && tokenUrl !== undefined && scope !== undefined) {
    return Result.succeed({ baseUrl, tokenUrl, scope })
  }
  const missing = [
    ...(baseUrl === undefined ? ["DATAHUB_BASE_URL"] : []),
    ...(tokenUrl === undefined ? ["DATAHUB_TOKEN_URL"] : []),
    ...(scope === undefined ? ["DATAHUB_SCOPE"] : [])
  ]
  return Result.fail(
    `Where DataHub is has not been said: set DATAHUB_ENVIRONMENT (preprod or prod), or ${missing.join(", ")}`
  )
}

const names = Schema.Record(Schema.String, Schema.String)

const Paths = Schema.Struct({
  base: Schema.optionalKey(Schema.String),
  dequeue: Schema.optionalKey(Schema.String),
  queues: Schema.optionalKey(names),
  operations: Schema.optionalKey(names)
})

const decodePaths = Schema.decodeUnknownResult(Schema.fromJsonString(Paths))

/** What differs from the paths that are known: JSON. */
export const paths: ValueKind<Partial<DatahubPaths>> = {
  type: "JSON",
  parse: (value) =>
    Result.mapError(
      decodePaths(value, { onExcessProperty: "error" }),
      () => `expected JSON such as {"queues":{"charges":"charges"}} with base, dequeue, queues, operations`
    )
}
