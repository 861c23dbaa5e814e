import { Schema } from "effect"
import { brokenKinds } from "../queues/brokenBody.ts"
import { httpFaultKinds } from "../faults/HttpFaults.ts"
import { queueNames } from "../queues/QueueName.ts"

/*
 * What is posted to /admin. An unknown key is refused: a misspelt one would change what a test tests.
 */

const Queue = Schema.Literals([...queueNames])
const Whole = Schema.Int.check(Schema.isGreaterThan(0))
const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

/** `POST /admin/clock` */
export const ClockRequest = Schema.Struct({
  /** An instant, ISO 8601. */
  now: Schema.optional(Schema.String),
  /** A duration, ISO 8601: `P1D`, `PT1H`. */
  advance: Schema.optional(Schema.String),
  /** Virtual seconds in a real second. */
  speed: Schema.optional(Schema.Finite)
})

/** `POST /admin/scenario` */
export const ScenarioRequest = Schema.Struct({ name: Schema.String })

/** `POST /admin/inject-error` */
export const ErrorRequest = Schema.Struct({
  status: Schema.Literals([...httpFaultKinds]),
  count: Schema.optional(Whole),
  queue: Schema.optional(Queue),
  operation: Schema.optional(Schema.Literals(["token", "peek", "dequeue", "submit"])),
  retryAfter: Schema.optional(Schema.Finite),
  delayMs: Schema.optional(Schema.Finite)
})

/** `POST /admin/inject-malformed` */
export const MalformedRequest = Schema.Struct({
  kind: Schema.Literals([...brokenKinds]),
  /** measuredata without it. */
  queue: Schema.optional(Queue),
  receiver: Schema.optional(Schema.String),
  /** Breaks the next real message instead of adding a broken one. */
  spoil: Schema.optional(Schema.Boolean)
})

/** `POST /admin/inject` */
export const DisorderRequest = Schema.Struct({
  kind: Schema.Literals(["duplicate", "reorder", "late", "contradictory"]),
  queue: Schema.optional(Queue),
  receiver: Schema.optional(Schema.String),
  /** duplicate: this message; without it the one that was dequeued last. */
  messageId: Schema.optional(Schema.String),
  /** duplicate: under its own message id. */
  sameId: Schema.optional(Schema.Boolean),
  /** late, contradictory: this metering point and local day. */
  gsrn: Schema.optional(Schema.String),
  day: Schema.optional(Schema.String)
})

/** `POST /admin/faults` */
export const FaultsRequest = Schema.Struct({ rate: Share })

/** `POST /admin/readings` */
export const ReadingsRequest = Schema.Struct({
  gsrn: Schema.String,
  /** Whole Wh by local hour: 24 of them. An hour that a day has twice counts twice. */
  hourlyWh: Schema.Array(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))).check(
    Schema.isMinLength(24),
    Schema.isMaxLength(24)
  ),
  /** Registers this local day anew and sends it; without it every day that has passed, and it is so from now on. */
  day: Schema.optional(Schema.String)
})

/** `POST /admin/portal-report`: a switch (D07) or a move (D33) that its supplier reports as erroneous in the portal. */
export const PortalReportRequest = Schema.Struct({
  gsrn: Schema.String,
  processType: Schema.Literals(["D07", "D33"]),
  /** The actor that reports; the first client without it. */
  sender: Schema.optional(Schema.String)
})

/** `POST /admin/message` */
export const MessageRequest = Schema.Struct({
  queue: Queue,
  receiver: Schema.optional(Schema.String),
  /** Without it the `mRID` of the document, or one that is made. */
  messageId: Schema.optional(Schema.String),
  /** A text is queued as it is, anything else as JSON. */
  body: Schema.Unknown
})
