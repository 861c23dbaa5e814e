import { Data, Duration } from "effect"
import { type CallFacts, failureText } from "./CallFacts.ts"

/*
 * One class for each thing that can be meant. `retryable` says whether the same call may succeed later without anybody
 * changing anything; where it is true, the client has repeated the call already, as often as it was told to.
 */

/** The token was refused twice, the second time fresh. */
export class Unauthorized extends Data.TaggedError("Unauthorized")<CallFacts> {
  readonly retryable = false
  override get message(): string {
    return failureText(
      this,
      "DataHub does not accept the token, not even a new one. See in the actor portal, under B2B access, that this client id belongs to the actor and has exactly one market role, and that the scope is that of this environment."
    )
  }
}

/** The token is good, and its role may not do this. */
export class Forbidden extends Data.TaggedError("Forbidden")<CallFacts> {
  readonly retryable = false
  override get message(): string {
    return failureText(
      this,
      "this market role may not use the operation, or it is switched off for the actor. Use the credentials of the right role, or ask Energinet to open the operation."
    )
  }
}

/** There is no such operation at this address. */
export class NotFound extends Data.TaggedError("NotFound")<CallFacts> {
  readonly retryable = false
  override get message(): string {
    return failureText(
      this,
      "DataHub has no such operation at this address. Check baseUrl and paths in the configuration: names differ between versions of the gateway."
    )
  }
}

/** The content type was not one that the operation takes. */
export class UnsupportedMedia extends Data.TaggedError("UnsupportedMedia")<CallFacts> {
  readonly retryable = false
  override get message(): string {
    return failureText(
      this,
      "DataHub did not recognise the content type application/json. A proxy in between may have changed or removed the Content-Type header."
    )
  }
}

/** The document is larger than DataHub takes. Without a status it was not sent. */
export class RequestTooLarge extends Data.TaggedError("RequestTooLarge")<CallFacts & { readonly bytes: number }> {
  readonly retryable = false
  override get message(): string {
    return failureText(
      this,
      `the document of ${this.bytes} bytes is larger than DataHub takes (less than 50 MB). Divide it into several, each with ids of its own.`
    )
  }
}

/** DataHub, or the server that issues tokens, has had too many requests. */
export class Throttled extends Data.TaggedError("Throttled")<
  CallFacts & {
    /** How long it asks to be left alone, where it says so. */
    readonly retryAfter: Duration.Duration | undefined
  }
> {
  readonly retryable = true
  override get message(): string {
    return failureText(
      this,
      "there were too many requests. Ask less often, and see whether something else uses the same credentials."
    )
  }
}

/** A fault on the other side. */
export class Unavailable extends Data.TaggedError("Unavailable")<
  CallFacts & { readonly retryAfter: Duration.Duration | undefined }
> {
  readonly retryable = true
  override get message(): string {
    const advice = "Try again later; if it stays, give Energinet the correlation id."
    // What DataHub's code does with the name of a queue that gets past the gateway.
    const isMaybeUnknown = this.operation === "peek" && this.status === 500
    const queue = isMaybeUnknown ? " DataHub answers so for a queue that it does not know, too: check its name." : ""
    return failureText(this, `the server has a fault of its own. ${advice}${queue}`)
  }
}

/** No answer, or not all of it: the connection could not be made or broke. */
export class Unreachable extends Data.TaggedError("Unreachable")<CallFacts & { readonly reason: string }> {
  readonly retryable = true
  override get message(): string {
    return failureText(
      this,
      `${this.reason}. Check name, address and firewall; if the network is well, try again later.`
    )
  }
}

/** No whole answer within the time that a request may take. */
export class TimedOut extends Data.TaggedError("TimedOut")<CallFacts & { readonly timeout: Duration.Duration }> {
  readonly retryable = true
  override get message(): string {
    return failureText(
      this,
      `no whole answer within ${Duration.format(this.timeout)}. Try again later, or raise requestTimeout.`
    )
  }
}

/** An answer that DataHub is not known to give; what came is in `bodyHead`. */
export class UnexpectedAnswer extends Data.TaggedError("UnexpectedAnswer")<CallFacts & { readonly reason: string }> {
  readonly retryable = false
  override get message(): string {
    return failureText(this, `${this.reason}. Is the address DataHub's own, or that of a proxy in between?`)
  }
}

/** The server that issues tokens said no. */
export class TokenRefused extends Data.TaggedError("TokenRefused")<
  CallFacts & {
    /** OAuth's error code: `invalid_client`, `invalid_scope` … (RFC 6749 § 5.2). */
    readonly error: string
    readonly description: string
  }
> {
  readonly retryable = false
  override get message(): string {
    const said = this.description === "" ? this.error : `${this.error}: ${this.description}`
    return failureText(
      { ...this, bodyHead: "" },
      `${said}. Check tokenUrl, clientId, clientSecret and scope; a secret lives 12 months and is renewed in the actor portal.`
    )
  }
}

/** The queue or document has no path: nothing was sent. */
export class UnknownOperation extends Data.TaggedError("UnknownOperation")<
  CallFacts & {
    /** Names that have a path. */
    readonly known: ReadonlyArray<string>
  }
> {
  readonly retryable = false
  override get message(): string {
    const where = this.operation === "peek" ? "paths.queues" : "paths.operations"
    return failureText(
      this,
      `no path is known for it. Known: ${this.known.join(", ")}. Add it to ${where} in the configuration.`
    )
  }
}
