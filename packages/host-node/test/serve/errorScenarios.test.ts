import { DeadLetters, Inbox } from "@datahub-settlement/core"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Option, Schedule, Scope } from "effect"
import { migratedDatabase } from "../onDatabase.ts"
import { quickSettings, type ServeProcess, serveProcess, us } from "./serveProcess.ts"
import { settingsOf, type SimulatorProcess, simulatorProcess } from "./simulatorProcess.ts"
import { readingsMessage } from "./wireMessages.ts"

const patience = 600_000

/** Another actor at the same DataHub, with queues of its own. */
const other = "5790009990024"

type Database = Effect.Success<typeof migratedDatabase>

/** The simulator, the host and a database, each a process of its own, for all scenarios. */
interface World {
  readonly datahub: SimulatorProcess
  readonly database: Database
  readonly host: ServeProcess
}

const scope = Scope.makeUnsafe()
let world: World

beforeAll(
  () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const datahub = yield* simulatorProcess(
          ..."--no-start --points 20 --answer-seconds 0 --scenario move_out --clients".split(" "),
          `one:right-secret:${us},two:other-secret:${other}`
        )
        const database = yield* migratedDatabase
        const host = yield* serveProcess({
          ...quickSettings(datahub.ready["url"]!),
          ...settingsOf(datahub),
          DATABASE_URL: database.url,
          DATAHUB_RETRY_FIRST: "100ms",
          DATAHUB_RETRY_MAX: "1s"
        })
        world = { datahub, database, host }
      }).pipe(Scope.provide(scope))
    ),
  patience
)

afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)), patience)

const put = (messageId: string, queue = "measuredata", receiver = us) =>
  world.datahub.call("message", { messageId, queue, receiver, body: readingsMessage(messageId, receiver) })

/** What became of a message here, and that it left its queue once. */
const outcomeOf = Effect.fnUntraced(function* (messageId: string, { layer }: Database = world.database) {
  const { deliveries, dequeues } = yield* world.datahub.dequeued(messageId)
  const found = yield* Inbox.use((inbox) => inbox.find(messageId)).pipe(Effect.provide(layer))
  return { deliveries, dequeues, outcome: Option.getOrUndefined(found)?.outcome }
})

/** Lines of the log from a moment on. */
const since = (from: number, host = world.host, levels: ReadonlyArray<string> = ["WARN"]): ReadonlyArray<string> =>
  host.log.all
    .slice(from)
    .filter(({ level }) => levels.includes(level))
    .map(({ message }) => message)

const healthOf = Effect.fnUntraced(function* (host: ServeProcess) {
  const { status, text } = yield* host.get("/health")
  const { workers } = JSON.parse(text) as { readonly workers: ReadonlyArray<{ name: string; state: string }> }
  return { status, failing: workers.filter(({ state }) => state === "failing").map(({ name }) => name) }
})

/** Waits until everything works. */
const atRest = (host: ServeProcess) =>
  healthOf(host).pipe(
    Effect.filterOrFail(({ status }) => status === 200),
    Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ duration: "5 minutes" }))),
    Effect.orDie
  )

describe("serve and the simulator over HTTP", () => {
  it.live(
    "401: the token is renewed, the call repeated, and it succeeds",
    () =>
      Effect.gen(function* () {
        const { datahub, host } = world
        yield* atRest(host)
        const from = host.log.all.length
        // What it holds is refused everywhere from now on, and a call is refused whose token is good.
        yield* datahub.call("expire-tokens", {})
        yield* datahub.call("inject-error", { status: 401, count: 1, queue: "measuredata", operation: "dequeue" })
        yield* put("after-401")
        expect(yield* outcomeOf("after-401")).toEqual({ deliveries: 1, dequeues: 1, outcome: "applied" })
        expect(yield* datahub.faults).toEqual([expect.objectContaining({ fault: "401", what: "dequeue after-401" })])
        expect(since(from)).toEqual([])
      }),
    patience
  )

  it.live(
    "503 three times: it backs off, and resumes",
    () =>
      Effect.gen(function* () {
        const { datahub, host } = world
        const from = host.log.all.length
        yield* datahub.call("inject-error", { status: 503, count: 3, queue: "masterdata", operation: "peek" })
        yield* put("after-503", "masterdata")
        const { message } = yield* host.says(/^queue masterdata works again after .* and 3 failed attempts$/)
        expect(yield* outcomeOf("after-503")).toEqual({ deliveries: 1, dequeues: 1, outcome: "applied" })
        // Half of 100, 200 and 400 ms at least.
        expect(Number(/after (\d+)ms/.exec(message)?.[1] ?? 1_000)).toBeGreaterThanOrEqual(340)
        expect(since(from)).toEqual([expect.stringMatching(/^queue masterdata fails, .*status 503/)])
        expect((yield* atRest(host)).failing).toEqual([])
      }),
    patience
  )

  it.live(
    "malformed JSON: it becomes a dead letter, and the next message is handled",
    () =>
      Effect.gen(function* () {
        const { database, datahub, host } = world
        const from = host.log.all.length
        const { messageId } = yield* datahub.call("inject-malformed", {
          kind: "invalid-json",
          queue: "measuredata"
        })
        yield* put("after-malformed")
        expect((yield* outcomeOf("after-malformed")).outcome).toBe("applied")
        expect(yield* outcomeOf(messageId)).toEqual({ deliveries: 1, dequeues: 1, outcome: "dead letter" })
        const letter = yield* DeadLetters.use((letters) => letters.find(messageId)).pipe(Effect.provide(database.layer))
        const { body, reason } = Option.getOrThrow(letter)
        expect(() => JSON.parse(new TextDecoder().decode(body))).toThrow()
        expect(reason.text).not.toBe("")
        expect(since(from)).toEqual([expect.stringContaining(`message ${messageId} dead letter`)])
      }),
    patience
  )

  it.live(
    "503 on Timeseries only: the other queues are emptied, and Timeseries is when it answers again",
    () =>
      Effect.gen(function* () {
        const { datahub, host } = world
        const from = host.log.all.length
        yield* datahub.call("inject-error", { status: 503, count: 100_000, queue: "timeseries", operation: "peek" })
        yield* host.says(/^queue measuredata fails/)
        yield* put("held-up")
        yield* put("beside-1", "masterdata")
        yield* put("beside-2", "aggregations")
        expect((yield* outcomeOf("beside-1")).dequeues).toBe(1)
        expect((yield* outcomeOf("beside-2")).dequeues).toBe(1)
        const waiting = (yield* datahub.journal).find(({ messageId }) => messageId === "held-up")
        expect(waiting).toMatchObject({ deliveries: 0, dequeues: 0 })
        expect(yield* healthOf(host)).toEqual({ status: 503, failing: ["queue measuredata"] })
        yield* datahub.call("faults", { rate: 0 })
        expect(yield* outcomeOf("held-up")).toEqual({ deliveries: 1, dequeues: 1, outcome: "applied" })
        expect(since(from)).toEqual([expect.stringMatching(/^queue measuredata fails, .*status 503/)])
      }),
    patience
  )

  it.live(
    "a request for readings is taken, whatever the clock says beside whole seconds",
    () =>
      Effect.gen(function* () {
        const { datahub, host } = world
        const [point] = yield* datahub.call("points?limit=1")
        const from = host.log.all.length
        const { status, text } = yield* host.get("/api/v1/requests/history", {
          method: "POST",
          headers: { "x-api-key": "an-api-key-for-tests-only", "content-type": "application/json" },
          body: JSON.stringify({ gsrn: point.gsrn, from: "2026-01-01", to: "2026-02-01" })
        })
        const { messageId } = JSON.parse(text)
        expect([status, text]).toEqual([200, expect.stringContaining("messageId")])
        yield* host.says(new RegExp(`^RequestValidatedMeasureData ${messageId} .* (?:was sent|was refused)`))
        expect(since(from)).toEqual([])
      }),
    patience
  )
})

describe("serve with what the simulator does not know", () => {
  it.live(
    "wrong credentials: told once, shown in its health, and nothing is lost; an unknown queue holds up no other",
    () =>
      Effect.gen(function* () {
        const { datahub } = world
        const database = yield* migratedDatabase
        const settings = {
          ...quickSettings(datahub.ready["url"]!),
          ...settingsOf(datahub),
          DATABASE_URL: database.url,
          DATAHUB_GLN: other,
          DATAHUB_CLIENT_ID: "two",
          DATAHUB_CLIENT_SECRET: "other-secret"
        }
        yield* put("not-lost", "measuredata", other)
        const locked = yield* serveProcess({ ...settings, DATAHUB_CLIENT_SECRET: "wrong-secret" })
        const asked = healthOf(locked).pipe(
          Effect.filterOrFail(({ failing }) => failing.length === 3),
          Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ duration: "5 minutes" }))),
          Effect.orDie
        )
        expect(yield* asked).toEqual({
          status: 503,
          failing: ["queue measuredata", "queue masterdata", "queue aggregations"]
        })
        expect(since(0, locked)).toEqual([
          expect.stringMatching(/^the token server at http:\S+ fails, .*invalid_client.*actor portal/)
        ])
        expect(yield* locked.stop("SIGTERM")).toBe(0)
        expect(JSON.stringify(locked.log.all)).not.toContain("wrong-secret")
        const isWaiting = (yield* datahub.journal).find(({ messageId }) => messageId === "not-lost")
        expect(isWaiting).toMatchObject({ deliveries: 0, dequeues: 0 })

        const host = yield* serveProcess({
          ...settings,
          DATAHUB_QUEUES: "charges,measuredata",
          DATAHUB_PATHS: JSON.stringify({ queues: { charges: "charges" } })
        })
        yield* host.says(/^queue charges fails/)
        expect(yield* outcomeOf("not-lost", database)).toEqual({ deliveries: 1, dequeues: 1, outcome: "applied" })
        expect(yield* healthOf(host)).toEqual({ status: 503, failing: ["queue charges"] })
        expect(since(0, host)).toEqual([expect.stringMatching(/status 500.*a queue that it does not know/)])
      }),
    patience
  )
})
