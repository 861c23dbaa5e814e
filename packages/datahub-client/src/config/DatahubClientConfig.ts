import type { Duration, Redacted } from "effect"
import type { DatahubPaths } from "./datahubPaths.ts"

/** How a call is repeated when DataHub is busy, away or silent. */
export interface RetryConfig {
  /** Requests for one call, the first one included. */
  readonly attemptsMax?: number | undefined
  /** Upper bound of the first pause; it doubles with every further one, and half of each is drawn at random. */
  readonly firstDelay?: Duration.Input | undefined
  /** No pause is longer, not even where DataHub asks for it with `Retry-After`. */
  readonly delayMax?: Duration.Input | undefined
}

/**
 * How one actor, in one market role, talks with DataHub. DataHub gives a pair of client id and secret to each role of a
 * company: two roles are two clients.
 *
 * @example
 * import { type DatahubClientConfig, datahubEnvironments, tokenUrlOf } from "@datahub-settlement/datahub-client"
 * import { Redacted } from "effect"
 *
 * const { baseUrl, scope, tenantId } = datahubEnvironments.preproduction
 * const config: DatahubClientConfig = {
 *   baseUrl,
 *   scope,
 *   tokenUrl: tokenUrlOf(tenantId),
 *   clientId: "11111111-2222-3333-4444-555555555555",
 *   clientSecret: Redacted.make("from a vault"),
 *   retry: { attemptsMax: 4 }
 * }
 */
export interface DatahubClientConfig {
  /** Scheme and host: `https://preprod.b2b.datahub3.dk`. The path comes from `paths`. */
  readonly baseUrl: string
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted<string>
  /** As it is sent, with `/.default` at its end where Microsoft issues the tokens. */
  readonly scope: string
  /** What differs from `datahubPaths`; `queues` and `operations` are added to those known. */
  readonly paths?: Partial<DatahubPaths> | undefined
  /** From a request to the last byte of its answer. 60 seconds. */
  readonly requestTimeout?: Duration.Input | undefined
  /** Of a peeked document. 64 MiB; DataHub's own limit is 50 MB. */
  readonly bodyBytesMax?: number | undefined
  /** How long before its end a token is renewed; half of its life at most. 5 minutes. */
  readonly tokenRenewalMargin?: Duration.Input | undefined
  /** 6 attempts, 1 second, 2 minutes. */
  readonly retry?: RetryConfig | undefined
  readonly userAgent?: string | undefined
}
