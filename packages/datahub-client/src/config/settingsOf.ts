import { Data, Duration, Option, Redacted, Result } from "effect"
import type { DatahubClientConfig } from "./DatahubClientConfig.ts"
import { type DatahubPaths, datahubPaths } from "./datahubPaths.ts"

/** A configuration that cannot work; nothing has been sent. */
export class InvalidDatahubConfig extends Data.TaggedError("InvalidDatahubConfig")<{
  readonly field: string
  readonly expected: string
  readonly actual: string
}> {
  override get message(): string {
    return `The DataHub client cannot start: ${this.field} has to be ${this.expected}, and is ${this.actual}.`
  }
}

/** A configuration with its defaults, checked. Times in milliseconds. */
export interface DatahubSettings {
  readonly baseUrl: string
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted<string>
  readonly scope: string
  readonly paths: DatahubPaths
  readonly requestTimeoutMs: number
  readonly bodyBytesMax: number
  readonly renewalMarginMs: number
  readonly attemptsMax: number
  readonly firstDelayMs: number
  readonly delayMaxMs: number
  readonly userAgent: string
}

/** The settings of a configuration; its first fault where it has one. */
export const settingsOf = (config: DatahubClientConfig): Result.Result<DatahubSettings, InvalidDatahubConfig> => {
  const { paths, retry } = config
  return Result.gen(function* () {
    return {
      baseUrl: (yield* webAddress("baseUrl", config.baseUrl)).replace(/\/+$/, ""),
      tokenUrl: yield* webAddress("tokenUrl", config.tokenUrl),
      clientId: yield* filled("clientId", config.clientId),
      clientSecret: yield* filledSecret(config.clientSecret),
      scope: yield* filled("scope", config.scope),
      paths: {
        base: paths?.base ?? datahubPaths.base,
        dequeue: paths?.dequeue ?? datahubPaths.dequeue,
        queues: { ...datahubPaths.queues, ...paths?.queues },
        operations: { ...datahubPaths.operations, ...paths?.operations }
      },
      requestTimeoutMs: yield* durationMs("requestTimeout", config.requestTimeout ?? "60 seconds", 1),
      bodyBytesMax: yield* count("bodyBytesMax", config.bodyBytesMax ?? 64 * 1024 * 1024),
      renewalMarginMs: yield* durationMs("tokenRenewalMargin", config.tokenRenewalMargin ?? "5 minutes", 0),
      attemptsMax: yield* count("retry.attemptsMax", retry?.attemptsMax ?? 6),
      firstDelayMs: yield* durationMs("retry.firstDelay", retry?.firstDelay ?? "1 second", 0),
      delayMaxMs: yield* durationMs("retry.delayMax", retry?.delayMax ?? "2 minutes", 0),
      userAgent: config.userAgent ?? "datahub-settlement"
    }
  })
}

type Checked<A> = Result.Result<A, InvalidDatahubConfig>

const refused = (field: string, expected: string, value: unknown): Checked<never> =>
  Result.fail(new InvalidDatahubConfig({ field, expected, actual: JSON.stringify(value) ?? String(value) }))

const webAddress = (field: string, value: string): Checked<string> => {
  const address = URL.parse(value)
  const isUsable = address !== null && /^https?:$/.test(address.protocol) && address.username + address.password === ""
  // What is no such address may hold a password: it is not repeated.
  return isUsable ? Result.succeed(value) : refused(field, "an http(s) URL without credentials", "something else")
}

const filled = (field: string, value: string): Checked<string> =>
  value.trim() === "" ? refused(field, "a text", value) : Result.succeed(value)

const filledSecret = (secret: Redacted.Redacted<string>): Checked<Redacted.Redacted<string>> =>
  Redacted.value(secret) === "" ? refused("clientSecret", "a text", "") : Result.succeed(secret)

const count = (field: string, value: number): Checked<number> =>
  Number.isSafeInteger(value) && value >= 1 ? Result.succeed(value) : refused(field, "a whole number from 1", value)

const durationMs = (field: string, value: Duration.Input, leastMs: number): Checked<number> => {
  const ms = Option.match(Duration.fromInput(value), { onNone: () => Number.NaN, onSome: Duration.toMillis })
  return Number.isFinite(ms) && ms >= leastMs
    ? Result.succeed(ms)
    : refused(field, leastMs > 0 ? "a duration above zero" : "a duration", value)
}
