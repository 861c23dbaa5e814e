import { Schema } from "effect"

/** A request that waits to be sent. */
export const RequestItem = Schema.Struct({
  processId: Schema.String,
  state: Schema.String,
  messageId: Schema.String,
  transactionId: Schema.String
}).annotate({ identifier: "SubmittedRequest", description: "A request that waits to be sent" })
export type RequestItem = typeof RequestItem.Type

/** A process that has begun, and of which nothing is sent. */
export const BegunItem = Schema.Struct({ processId: Schema.String, state: Schema.String }).annotate({
  identifier: "BegunProcess",
  description: "A process that has begun, and of which nothing is sent"
})
export type BegunItem = typeof BegunItem.Type
