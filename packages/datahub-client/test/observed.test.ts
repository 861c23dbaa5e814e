import { describe, expect, it } from "@effect/vitest"
import { Cause, Effect, Exit, Logger, Metric, References, Tracer } from "effect"
import { inspect } from "node:util"
import { httpClients, scene } from "./clients.ts"
import { answer, cut, granted, jsonAnswer, message, SECRET, type Step } from "./scriptedDatahub.ts"

/* What operators see: spans, metrics, logs, errors. */

const TOKEN = "eyJ0b2tlbiI6InZlcnkgc2VjcmV0In0"
const forms = [
  SECRET,
  encodeURIComponent(SECRET),
  new URLSearchParams({ s: SECRET }).toString().slice(2),
  JSON.stringify(SECRET).slice(1, -1),
  TOKEN
]

/** Keeps every span that ends. */
const recorder = () => {
  const spans: Array<Tracer.Span> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  return { spans, tracer }
}

/** All that can be seen of a run. */
const seenOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const { spans, tracer } = recorder()
    const logged: Array<string> = []
    const exit = yield* effect.pipe(
      Effect.exit,
      Effect.withTracer(tracer),
      Effect.provide(
        Logger.layer([Logger.make(({ cause, message }) => void logged.push(inspect([message, cause], { depth: 20 })))])
      ),
      Effect.provideService(References.MinimumLogLevel, "All")
    )
    return { spans, exit, logged }
  })

const shown = (exit: Exit.Exit<unknown, unknown>): string =>
  Exit.isSuccess(exit)
    ? ""
    : [
        Cause.pretty(exit.cause),
        inspect(exit, { depth: 20, showHidden: true, maxStringLength: null }),
        JSON.stringify(exit)
      ].join("\n")

const shownSpan = (span: Tracer.Span): string =>
  inspect([span.name, span.attributes, (span as Tracer.NativeSpan).events, span.status], {
    depth: 20,
    maxStringLength: null,
    maxArrayLength: null
  })

/** Sends back all that it was sent, as a server or proxy that is being debugged may. */
const echo =
  (status: number): Step =>
  (response, { body, headers }) =>
    void response
      .writeHead(status, { "Content-Type": "text/plain" })
      .end([headers.authorization, body, SECRET, encodeURIComponent(SECRET), JSON.stringify(SECRET)].join("\n"))

describe.each(httpClients)("secrets, over $name", ({ layer }) => {
  it.live.each([
    ["a token endpoint that repeats them", [echo(400)], []],
    [
      "a token endpoint that repeats them as OAuth",
      [jsonAnswer(400, { error: "invalid_client", error_description: `not ${SECRET}` })],
      []
    ],
    ["a token endpoint that is broken", [echo(500), cut], []],
    ["an answer that is no token", [jsonAnswer(200, { access_token: TOKEN })], []],
    ["DataHub repeats them", [granted(TOKEN)], [echo(403)]],
    [
      "DataHub repeats them in its errors",
      [granted(TOKEN)],
      [jsonAnswer(400, { Error: { Code: "00001", Message: `${TOKEN} ${SECRET}` } })]
    ],
    ["a connection that breaks", [granted(TOKEN)], [cut, echo(503), cut]],
    ["a token that is refused", [granted(TOKEN), granted(TOKEN)], [echo(401), echo(401)]]
  ] as const)("appear in no error, log or span: %s", ([, tokenSteps, steps]) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ retry: { attemptsMax: 3, firstDelay: 0 } }, layer)
      server.tokenSteps.push(...tokenSteps)
      server.steps.push(...steps)
      const { exit, logged, spans } = yield* seenOf(
        client.submit({ name: "RequestService", messageId: "m-1", body: "{}" })
      )
      expect(Exit.isFailure(exit)).toBe(true)
      expect(spans.length).toBeGreaterThan(1)
      const everything = [shown(exit), ...logged, ...spans.map(shownSpan)].join("\n")
      for (const form of forms) expect(everything).not.toContain(form)
    }).pipe(Effect.scoped)
  )
})

it.live("spans tell of queue, message, status, correlation and attempts", () =>
  Effect.gen(function* () {
    const { client, server } = yield* scene()
    server.steps.push(answer(503), message("m-1"), answer(200, { CorrelationId: "c-2" }), answer(202))
    const { spans } = yield* seenOf(
      Effect.gen(function* () {
        yield* client.peek("measuredata")
        yield* client.dequeue("m-1")
        yield* client.submit({ name: "RequestService", messageId: "m-2", body: "{}" })
      })
    )
    const ours = spans.filter(({ name }) => name.startsWith("datahub."))
    expect(ours.map(({ attributes, name }) => [name, Object.fromEntries(attributes)])).toMatchObject([
      [
        "datahub.peek",
        {
          "datahub.queue": "measuredata",
          "datahub.message_id": "m-1",
          "datahub.correlation_id": "c-m-1",
          "datahub.attempts": 2,
          "http.response.status_code": 200
        }
      ],
      ["datahub.token", { "http.response.status_code": 200 }],
      [
        "datahub.dequeue",
        {
          "datahub.message_id": "m-1",
          "datahub.correlation_id": "c-2",
          "datahub.attempts": 1,
          "http.response.status_code": 200
        }
      ],
      [
        "datahub.submit",
        { "datahub.document": "RequestService", "datahub.message_id": "m-2", "http.response.status_code": 202 }
      ]
    ])
  }).pipe(Effect.scoped)
)

/** `peek message 2`: operation, outcome, how often. */
const countedRequests = Effect.map(Metric.snapshot, (snapshot) =>
  snapshot
    .filter(({ id }) => id === "datahub_requests_total")
    .map(({ attributes, state }) =>
      [attributes?.["operation"], attributes?.["outcome"], (state as { readonly count: number }).count].join(" ")
    )
)

it.live("metrics count every request by what came of it, and time it", () =>
  Effect.gen(function* () {
    const { client, server } = yield* scene()
    server.steps.push(answer(503), message("m-1"), answer(204), cut, answer(400), answer(401), answer(202), answer(403))
    yield* client.peek("measuredata")
    yield* client.peek("measuredata")
    yield* client.dequeue("m-1")
    yield* client.submit({ name: "RequestService", messageId: "m-2", body: "{}" })
    yield* Effect.exit(client.dequeue("m-2"))
    const counted = yield* countedRequests
    expect(counted.toSorted()).toEqual([
      "dequeue Forbidden 1",
      "dequeue Unreachable 1",
      "dequeue already gone 1",
      "peek Unavailable 1",
      "peek empty 1",
      "peek message 1",
      "submit Unauthorized 1",
      "submit accepted 1",
      "token token 2"
    ])
    const timed = (yield* Metric.snapshot).filter(({ id }) => id === "datahub_request_seconds")
    expect(timed).toHaveLength(counted.length)
    for (const { state } of timed) {
      const { count, sum } = state as { readonly count: number; readonly sum: number }
      expect(count).toBeGreaterThan(0)
      expect(sum).toBeLessThan(5)
    }
  }).pipe(Effect.scoped, Effect.provideService(Metric.MetricRegistry, new Map()))
)

it.live("metrics count what was interrupted", () =>
  Effect.gen(function* () {
    const { client, server } = yield* scene()
    yield* Effect.callback<void>((resume) => {
      server.steps.push(() => resume(Effect.void))
    }).pipe(Effect.raceFirst(client.peek("measuredata")))
    expect(yield* countedRequests).toEqual(["token token 1", "peek interrupted 1"])
  }).pipe(Effect.scoped, Effect.provideService(Metric.MetricRegistry, new Map()))
)
