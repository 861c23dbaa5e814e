import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Logger } from "effect"
import { TestClock } from "effect/testing"
import { failureOf, type Scene, scene, withClockRunning } from "./clients.ts"
import { answer, cut, granted, jsonAnswer, type Step } from "./scriptedDatahub.ts"

const nothing = answer(204)

const peeks = ({ client, server }: Scene, count: number) => {
  for (let left = count; left > 0; left--) server.steps.push(nothing)
  return Effect.forEach(Array.from({ length: count }), () => client.peek("measuredata"), { concurrency: "unbounded" })
}

const tokensUsed = ({ server }: Scene): ReadonlyArray<string> =>
  server.seen.map(({ headers }) => headers.authorization!.replace("Bearer ", ""))

/** Without a timeout that the test's clock would reach. */
const patient = { requestTimeout: "10 days" } as const

describe("the token", () => {
  it.live("is asked for once, however many need it", () =>
    Effect.gen(function* () {
      const here = yield* scene()
      yield* peeks(here, 50)
      yield* peeks(here, 10)
      expect(here.server.tokenRequests).toHaveLength(1)
      expect(new Set(tokensUsed(here))).toEqual(new Set(["token-1"]))
    }).pipe(Effect.scoped)
  )

  it.live("that cannot be had fails all who wait for it, with one request", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.tokenSteps.push(jsonAnswer(401, { error: "invalid_client", error_description: "no such secret" }))
      const failures = yield* Effect.all(
        Array.from({ length: 20 }, () => failureOf(client.peek("measuredata"))),
        { concurrency: "unbounded" }
      )
      expect(new Set(failures.map(({ _tag }) => _tag))).toEqual(new Set(["TokenRefused"]))
      expect(server.tokenRequests).toHaveLength(1)
      // Later ones ask anew.
      server.steps.push(nothing)
      yield* client.peek("measuredata")
      expect(server.tokenRequests).toHaveLength(2)
    }).pipe(Effect.scoped)
  )

  it.live("is still asked for when the one who asked is interrupted", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      let arrived = (): void => {}
      const asked = Effect.callback<void>((resume) => {
        arrived = () => resume(Effect.void)
      })
      server.tokenSteps.push(() => arrived())
      server.steps.push(nothing)
      const waiting = yield* Effect.forkChild(asked, { startImmediately: true })
      const first = yield* Effect.forkChild(client.peek("measuredata"), { startImmediately: true })
      const second = yield* Effect.forkChild(client.peek("measuredata"), { startImmediately: true })
      yield* Fiber.join(waiting)
      yield* Fiber.interrupt(first)
      yield* Fiber.join(second)
      expect(server.tokenRequests).toHaveLength(2)
    }).pipe(Effect.scoped)
  )

  it.effect("is renewed before its end, by the margin", () =>
    Effect.gen(function* () {
      const here = yield* scene({ ...patient, tokenRenewalMargin: "5 minutes" })
      yield* peeks(here, 1)
      // 3599 seconds, less 300, is 54 minutes and 59 seconds.
      yield* TestClock.adjust("54 minutes")
      yield* TestClock.adjust("58 seconds")
      yield* peeks(here, 1)
      yield* TestClock.adjust("1 second")
      yield* peeks(here, 3)
      expect(tokensUsed(here)).toEqual(["token-1", "token-1", "token-2", "token-2", "token-2"])
      expect(here.server.tokenRequests).toHaveLength(2)
    }).pipe(Effect.scoped)
  )

  it.effect("that lives shorter than the margin is used for half of its life", () =>
    Effect.gen(function* () {
      const here = yield* scene(patient)
      here.server.tokenSteps.push(granted("short", "60"))
      yield* peeks(here, 1)
      yield* TestClock.adjust("29 seconds")
      yield* peeks(here, 1)
      yield* TestClock.adjust("1 second")
      yield* peeks(here, 1)
      expect(tokensUsed(here)).toEqual(["short", "short", "token-2"])
    }).pipe(Effect.scoped)
  )

  it.effect("that cannot be renewed is used to its end, and renewal tried again after a while", () => {
    const warnings: Array<string> = []
    return Effect.gen(function* () {
      const here = yield* scene({ ...patient, retry: { attemptsMax: 1 } })
      const { client, server } = here
      yield* peeks(here, 1)
      yield* TestClock.adjust("56 minutes")
      server.tokenSteps.push(answer(503))
      yield* peeks(here, 2)
      expect(server.tokenRequests).toHaveLength(2)
      yield* TestClock.adjust("30 seconds")
      server.tokenSteps.push(cut)
      yield* peeks(here, 1)
      expect(server.tokenRequests).toHaveLength(3)
      expect(new Set(tokensUsed(here))).toEqual(new Set(["token-1"]))
      yield* TestClock.adjust("4 minutes")
      server.tokenSteps.push(answer(503))
      expect(yield* failureOf(client.peek("measuredata"))).toMatchObject({ _tag: "Unavailable", operation: "token" })
      // That a token cannot be renewed is told once; the clock of this test is not DataHub's, which is told too.
      const told = warnings.filter((text) => !text.startsWith("The clock"))
      expect(told).toEqual([expect.stringMatching(/status 503.*The present token is used until its end/s)])
    }).pipe(
      Effect.scoped,
      Effect.provide(
        Logger.layer([
          Logger.make(
            ({ logLevel, message }) => void (logLevel === "Warn" && warnings.push([message].flat().join(" ")))
          )
        ])
      )
    )
  })

  it.live("that is refused before its time is renewed once, for all who used it", () =>
    Effect.gen(function* () {
      const here = yield* scene()
      const { client, server } = here
      yield* peeks(here, 1)
      const byToken: Step = (response, seen) =>
        void response.writeHead(seen.headers.authorization === "Bearer token-1" ? 401 : 204).end()
      for (let left = 20; left > 0; left--) server.steps.push(byToken)
      yield* Effect.forEach(Array.from({ length: 10 }), () => client.peek("measuredata"), { concurrency: "unbounded" })
      expect(server.tokenRequests).toHaveLength(2)
    }).pipe(Effect.scoped)
  )

  it.live("that is refused twice is not tried a third time", () =>
    Effect.gen(function* () {
      const here = yield* scene()
      const { client, server } = here
      server.steps.push(answer(401), answer(401), nothing)
      const failure = yield* failureOf(client.peek("measuredata"))
      expect(failure).toMatchObject({ _tag: "Unauthorized", retryable: false, status: 401 })
      expect(failure.message).toContain("exactly one market role")
      expect(tokensUsed(here)).toEqual(["token-1", "token-2"])
    }).pipe(Effect.scoped)
  )
})

describe("a token request that fails", () => {
  const refusal = { error: "invalid_scope", error_description: "AADSTS70011: the scope is not valid" }

  it.live.each([
    ["is told as OAuth tells it", jsonAnswer(400, refusal), { _tag: "TokenRefused", error: "invalid_scope" }, 1],
    ["without OAuth's words is unexpected", answer(404, {}, "<html>"), { _tag: "UnexpectedAnswer", status: 404 }, 1],
    [
      "without a token is unexpected",
      jsonAnswer(200, { expires_in: 1 }),
      { _tag: "UnexpectedAnswer", bodyHead: "" },
      1
    ],
    ["without a lifetime is unexpected", jsonAnswer(200, { access_token: "a" }), { _tag: "UnexpectedAnswer" }, 1],
    ["with a lifetime of nothing is unexpected", granted("a", 0), { _tag: "UnexpectedAnswer" }, 1],
    [
      "with another kind of token is unexpected",
      jsonAnswer(200, { access_token: "a", token_type: "mac", expires_in: 60 }),
      { _tag: "UnexpectedAnswer" },
      1
    ],
    [
      "with a token that is no header value is unexpected",
      jsonAnswer(200, { access_token: "a\nb", expires_in: 60 }),
      { _tag: "UnexpectedAnswer" },
      1
    ],
    ["is repeated when the server is busy", answer(429, { "Retry-After": "0" }), { _tag: "Throttled" }, 4],
    ["is repeated when the server is broken", answer(503), { _tag: "Unavailable" }, 4],
    ["is repeated when the connection breaks", cut, { _tag: "Unreachable" }, 4]
  ] as const)("%s", ([, step, expected, requests]) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      for (let left = requests; left > 0; left--) server.tokenSteps.push(step)
      const failure = yield* failureOf(client.peek("measuredata"))
      expect(failure).toMatchObject({ operation: "token", subject: `${server.url}/tenant/token`, ...expected })
      expect(server.tokenRequests).toHaveLength(requests)
      expect(server.seen).toEqual([])
    }).pipe(Effect.scoped)
  )

  it.live("says what can be done", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.tokenSteps.push(answer(400, { "x-ms-request-id": "ms-7" }, JSON.stringify(refusal)))
      const { message } = yield* failureOf(client.dequeue("m-1"))
      expect(message).toContain("invalid_scope: AADSTS70011: the scope is not valid")
      expect(message).toContain("clientSecret")
      expect(message).toContain("correlation id ms-7")
    }).pipe(Effect.scoped)
  )

  it.effect("by silence ends with the time that a request may take", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ requestTimeout: "1 day", retry: { attemptsMax: 1 } })
      server.tokenSteps.push(() => {})
      const failure = yield* withClockRunning(failureOf(client.peek("measuredata")), 60_000)
      expect(failure).toMatchObject({ _tag: "TimedOut", operation: "token" })
    }).pipe(Effect.scoped)
  )
})
