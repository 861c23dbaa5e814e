import { Clock, Context, Effect, Exit, Option, type Tracer } from "effect"

/** What a trace says of its message. */
export interface TracedMessage {
  readonly queue: string
  readonly messageId: string
  readonly correlationId?: string | undefined
  /** When its peek began and ended. Nanoseconds. */
  readonly peekedFrom: bigint
  readonly peekedTo: bigint
}

const spanOf = (
  tracer: Tracer.Tracer,
  name: string,
  kind: Tracer.SpanKind,
  parent: Tracer.Span | undefined,
  startTime: bigint
): Tracer.Span =>
  tracer.span({
    name,
    kind,
    parent: Option.fromNullishOr(parent),
    annotations: Context.empty(),
    links: [],
    startTime,
    root: parent === undefined,
    sampled: true
  })

/**
 * One trace from the peek of a message to its dequeue. A peek that finds nothing leaves none: the trace is made when there
 * is a message, and begins when its peek did.
 */
export const tracedMessage = Effect.fnUntraced(function* <A, E, R>(
  message: TracedMessage,
  effect: (root: Tracer.Span) => Effect.Effect<A, E, R>
) {
  const tracer = yield* Effect.tracer
  const root = spanOf(tracer, "datahub.message", "consumer", undefined, message.peekedFrom)
  root.attribute("queue", message.queue)
  root.attribute("messageId", message.messageId)
  if (message.correlationId !== undefined) root.attribute("correlationId", message.correlationId)
  const peek = spanOf(tracer, "peek", "client", root, message.peekedFrom)
  peek.attribute("queue", message.queue)
  peek.end(message.peekedTo, Exit.void)
  return yield* effect(root).pipe(
    Effect.withParentSpan(root),
    Effect.onExit((exit) => Effect.map(Clock.currentTimeNanos, (now) => root.end(now, exit)))
  )
})
