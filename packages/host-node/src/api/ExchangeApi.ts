import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, HttpApiSchema, OpenApi } from "effect/http-api"
import { ApiKey } from "./ApiKey.ts"
import { idOf, InstantText, limitQuery, optional, Said, says } from "./fields.ts"
import { ConflictProblem, NotFoundProblem, StillUnusableProblem, StoreUnavailableProblem } from "./Problem.ts"

const Outcome = Schema.Literals(["applied", "stored", "dead letter"])

/** A message of DataHub that was handled. */
export const Message = Schema.Struct({
  messageId: Schema.String,
  queue: Schema.String,
  receivedAt: InstantText,
  correlationId: Schema.optionalKey(Schema.String),
  outcome: Outcome,
  document: Schema.optionalKey(Schema.String),
  processType: Schema.optionalKey(Schema.String),
  createdAt: Schema.optionalKey(InstantText),
  parkedParts: Schema.Int,
  notes: Schema.Array(Schema.String)
}).annotate({ identifier: "Message" })
export type Message = typeof Message.Type

const LetterState = Schema.Literals(["open", "replayed", "dismissed"])

/** A message that could not be read or used. */
export const DeadLetterItem = Schema.Struct({
  messageId: Schema.String,
  queue: Schema.String,
  receivedAt: InstantText,
  correlationId: Schema.optionalKey(Schema.String),
  reason: Schema.Struct({ kind: Schema.String, text: Schema.String }),
  state: LetterState,
  settledAt: Schema.optionalKey(InstantText),
  remark: Schema.optionalKey(Schema.String),
  /** Whether only the beginning of the body was kept. */
  truncated: Schema.Boolean,
  bodyBytes: Schema.Int
}).annotate({ identifier: "DeadLetter" })
export type DeadLetterItem = typeof DeadLetterItem.Type

/** What a replay did. */
export const Replayed = Schema.Struct({
  messageId: Schema.String,
  outcome: Outcome,
  document: Schema.optionalKey(Schema.String),
  parkedParts: Schema.Int,
  notes: Schema.Array(Schema.String)
}).annotate({ identifier: "Replayed" })

/** A part of a message that waits for something else. */
export const ParkedItem = Schema.Struct({
  messageId: Schema.String,
  part: Schema.String,
  waitsFor: Schema.String,
  reason: Schema.String,
  createdAt: InstantText,
  parkedAt: InstantText
}).annotate({ identifier: "ParkedPart" })
export type ParkedItem = typeof ParkedItem.Type

const SendState = Schema.Literals(["waiting", "sent", "refused"])

/** A document of ours, and how its sending stands. */
export const OutboxItem = Schema.Struct({
  messageId: Schema.String,
  document: Schema.String,
  process: Schema.String,
  processType: Schema.String,
  transactionIds: Schema.Array(Schema.String),
  state: SendState,
  createdAt: InstantText,
  attempts: Schema.Int,
  nextAttemptAt: InstantText,
  settledAt: Schema.optionalKey(InstantText),
  problem: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "OutboxDocument" })
export type OutboxItem = typeof OutboxItem.Type

const itemsOf = <S extends Schema.Top>(item: S) => Schema.Struct({ items: Schema.Array(item) })

const params = { id: idOf("Id of the message, as its list shows it") }

const lists = [
  HttpApiEndpoint.get("messages", "/messages", {
    query: {
      ...limitQuery,
      outcome: optional(Outcome, "Only messages of which this became"),
      document: optional(Schema.String, "Only documents of this name: NotifyValidatedMeasureData")
    },
    success: itemsOf(Message),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists messages of DataHub that were handled, the newest first")),
  HttpApiEndpoint.get("parked", "/parked", {
    query: limitQuery,
    success: itemsOf(ParkedItem),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists parts of messages that wait for something else")),
  HttpApiEndpoint.get("outbox", "/outbox", {
    query: { ...limitQuery, state: optional(SendState, "Only documents in this state") },
    success: itemsOf(OutboxItem),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists documents of ours, and how their sending stands")),
  HttpApiEndpoint.get("deadLetters", "/dead-letters", {
    query: { ...limitQuery, state: optional(LetterState, "Only letters in this state") },
    success: itemsOf(DeadLetterItem),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists messages that could not be read or used, with the reason"))
] as const

const letter = [
  HttpApiEndpoint.get("deadLetter", "/dead-letters/:id", {
    params,
    success: DeadLetterItem,
    error: [NotFoundProblem, StoreUnavailableProblem]
  }).annotateMerge(says("Shows a dead letter")),
  HttpApiEndpoint.get("deadLetterBody", "/dead-letters/:id/body", {
    params,
    success: Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array()),
    error: [NotFoundProblem, StoreUnavailableProblem]
  }).annotateMerge(says("Gives the bytes of a dead letter, as they came")),
  HttpApiEndpoint.post("replay", "/dead-letters/:id/replay", {
    params,
    success: Replayed,
    error: [NotFoundProblem, ConflictProblem, StillUnusableProblem, StoreUnavailableProblem]
  }).annotateMerge(says("Handles a dead letter once more", "Its effects come once, however often it is asked for.")),
  HttpApiEndpoint.post("dismiss", "/dead-letters/:id/dismiss", {
    params,
    payload: Schema.Struct({ remark: Said.annotate({ description: "Why it needs nothing more" }) }),
    success: HttpApiSchema.NoContent,
    error: [NotFoundProblem, ConflictProblem, StoreUnavailableProblem]
  }).annotateMerge(says("Puts a dead letter away, with the reason"))
] as const

const outbox = [
  HttpApiEndpoint.post("resend", "/outbox/:id/resend", {
    params,
    success: HttpApiSchema.NoContent,
    error: [NotFoundProblem, ConflictProblem, StoreUnavailableProblem]
  }).annotateMerge(says("Lets a refused document be sent once more, with the same ids"))
] as const

/** What went to and fro between DataHub and us. */
export class ExchangeApi extends HttpApiGroup.make("exchange")
  .add(...lists, ...letter, ...outbox)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .middleware(ApiKey)
  .prefix("/api/v1")
  .annotateMerge(
    OpenApi.annotations({ title: "Messages", description: "Messages of DataHub, and documents sent to it" })
  ) {}
