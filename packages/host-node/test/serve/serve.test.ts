import { DeadLetters, Inbox, ParkedParts } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Option, Schedule } from "effect"
import { migratedDatabase } from "../onDatabase.ts"
import { scriptedDatahub } from "./scriptedDatahub.ts"
import { quickSettings, serveProcess } from "./serveProcess.ts"
import { readingsMessage, waiting } from "./wireMessages.ts"

const patience = 600_000

/** A database of ours, a DataHub, and `serve` between them. */
const serving = Effect.fnUntraced(function* (settings: Readonly<Record<string, string>> = {}) {
  const database = yield* migratedDatabase
  const datahub = yield* scriptedDatahub
  const env = { ...quickSettings(datahub.url), DATABASE_URL: database.url, ...settings }
  const start = serveProcess(env)
  const dequeued = (messageId: string, withinMs?: number) =>
    Effect.promise(() =>
      datahub.exchanges.first(
        `dequeue of ${messageId}`,
        ({ status, what }) => what === `dequeue ${messageId}` && status === 200,
        withinMs
      )
    )
  return { database, datahub, start, dequeued }
})

const warnings = (host: Effect.Success<ReturnType<typeof serveProcess>>): ReadonlyArray<string> =>
  host.log.all.filter(({ level }) => level === "WARN").map(({ message }) => message)

describe("serve", () => {
  it.live(
    "empties a queue into the database, renews a token that is refused, and stops in order",
    () =>
      Effect.gen(function* () {
        const { database, datahub, dequeued, start } = yield* serving()
        datahub.put("measuredata", waiting("m-1"), waiting("m-2"))
        const host = yield* start
        yield* dequeued("m-2")
        datahub.revokeTokens()
        datahub.put("measuredata", waiting("m-3"))
        yield* dequeued("m-3")
        expect(datahub.exchanges.count(({ status }) => status === 401)).toBeGreaterThan(0)
        expect(warnings(host)).toEqual([])
        expect(yield* host.stop("SIGTERM")).toBe(0)
        const [messages, parked] = yield* Effect.all([
          Inbox.use((inbox) => inbox.messages({ limit: 10 })),
          ParkedParts.use(({ count }) => count)
        ]).pipe(Effect.provide(database.layer))
        expect(messages.map(({ messageId, outcome, queue }) => [messageId, outcome, queue])).toEqual([
          ["m-3", "applied", "measuredata"],
          ["m-2", "applied", "measuredata"],
          ["m-1", "applied", "measuredata"]
        ])
        expect(parked).toBe(3)
        expect(JSON.stringify(host.log.all)).not.toContain("not-to-be-seen")
      }),
    patience
  )

  it.live(
    "sets aside what it cannot read and goes on with the next",
    () =>
      Effect.gen(function* () {
        const { database, datahub, dequeued, start } = yield* serving({ DATAHUB_BODY_LIMIT: "1MiB" })
        datahub.put(
          "measuredata",
          { messageId: "no-json", body: "{ this is no JSON" },
          { messageId: "too-large", body: new Uint8Array(50 * 1024 * 1024).fill(32) },
          { messageId: "not-ours", body: readingsMessage("not-ours", "5790001330552") },
          waiting("m-1")
        )
        const host = yield* start
        yield* dequeued("m-1")
        expect(yield* host.stop("SIGTERM")).toBe(0)
        const letters = yield* DeadLetters.use((letters) => letters.list({ limit: 10 })).pipe(
          Effect.provide(database.layer)
        )
        expect(letters.map(({ messageId, reason, truncated }) => [messageId, reason.kind, truncated]).sort()).toEqual([
          ["no-json", expect.any(String), false],
          ["not-ours", "WrongReceiver", false],
          ["too-large", "BodyTooLarge", true]
        ])
        const body = yield* DeadLetters.use((letters) => letters.find("no-json")).pipe(Effect.provide(database.layer))
        expect(new TextDecoder().decode(Option.getOrThrow(body).body)).toBe("{ this is no JSON")
      }),
    patience
  )

  it.live(
    "tells once that a queue fails and once that it works again, and the others go on",
    () =>
      Effect.gen(function* () {
        const { datahub, dequeued, start } = yield* serving()
        datahub.fail(/^peek masterdata/, 503, 3)
        datahub.put("masterdata", waiting("late"))
        datahub.put("measuredata", waiting("m-1"), waiting("m-2"))
        const host = yield* start
        yield* dequeued("m-2")
        yield* dequeued("late")
        yield* host.says(/^queue masterdata works again after .* and 3 failed attempts/)
        expect(warnings(host)).toEqual([expect.stringMatching(/^queue masterdata fails.*status 503/)])
      }),
    patience
  )

  it.live(
    "tells once of wrong credentials and an unknown queue, and shows them in its health",
    () =>
      Effect.gen(function* () {
        const { datahub, dequeued, start } = yield* serving({ DATAHUB_QUEUES: "measuredata,nonsense" })
        datahub.fail(/^peek measuredata/, 401, 4)
        datahub.put("measuredata", waiting("m-1"))
        const host = yield* start
        yield* host.says(/^queue nonsense fails.*no path is known/)
        yield* host.says(/^DataHub at http:\S+ fails.*queue measuredata.*actor portal/)
        yield* dequeued("m-1")
        yield* host.says(/^DataHub at http:\S+ works again/)
        expect(warnings(host)).toHaveLength(2)
        const { status, text } = yield* host.get("/health")
        expect(status).toBe(503)
        const { workers } = JSON.parse(text)
        const stateOf = Object.fromEntries(workers.map((one: { name: string; state: string }) => [one.name, one.state]))
        expect(stateOf["queue nonsense"]).toBe("failing")
        expect(["idle", "working"]).toContain(stateOf["queue measuredata"])
      }),
    patience
  )

  it.live(
    "tells once, in either direction, that its clock and DataHub's are apart, and goes on",
    () =>
      Effect.gen(function* () {
        const { datahub, dequeued, start } = yield* serving()
        datahub.aheadMs = 30 * 60_000
        datahub.put("measuredata", waiting("m-1"), waiting("m-2"))
        const host = yield* start
        yield* host.says(/^The clock of this machine is (?:30m|29m \d+s) behind DataHub's/)
        yield* dequeued("m-2")
        datahub.aheadMs = 0
        yield* host.says(/^The clock of this machine agrees with DataHub's again/)
        datahub.aheadMs = -3 * 3_600_000
        datahub.put("masterdata", waiting("m-3"))
        yield* host.says(/^The clock of this machine is (?:3h|2h 59m \d+s) ahead of DataHub's/)
        yield* dequeued("m-3")
        expect(warnings(host)).toHaveLength(2)
        expect((yield* host.get("/health")).status).toBe(200)
      }),
    patience
  )

  it.live(
    "handles a message once whose dequeue got lost",
    () =>
      Effect.gen(function* () {
        const { database, datahub, dequeued, start } = yield* serving()
        datahub.fail(/^dequeue m-1/, 503, 2)
        datahub.put("measuredata", waiting("m-1"))
        const host = yield* start
        yield* dequeued("m-1")
        yield* host.says(/message m-1 known before/)
        expect(yield* host.stop("SIGTERM")).toBe(0)
        const parked = yield* ParkedParts.use(({ count }) => count).pipe(Effect.provide(database.layer))
        expect(parked).toBe(1)
      }),
    patience
  )

  it.live(
    "finishes the message in hand when it is asked to stop",
    () =>
      Effect.gen(function* () {
        const { database, datahub, start } = yield* serving()
        const host = yield* start
        const release = yield* Deferred.make<void>()
        const waitsForLock = Effect.gen(function* () {
          const { sql } = yield* Database
          return yield* sql`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'datahub.inbox'::regclass`
        }).pipe(
          Effect.filterOrFail((rows) => rows.length > 0),
          Effect.retry(Schedule.spaced("10 millis"))
        )
        yield* Effect.gen(function* () {
          const { sql } = yield* Database
          const isHeld = yield* Deferred.make<void>()
          const holding = Effect.gen(function* () {
            yield* sql`LOCK TABLE datahub.inbox IN EXCLUSIVE MODE`
            yield* Deferred.succeed(isHeld, undefined)
            yield* Deferred.await(release)
          })
          const holder = yield* Effect.forkChild(sql.withTransaction(holding))
          yield* Deferred.await(isHeld)
          datahub.put("measuredata", waiting("m-1"), waiting("m-2"))
          yield* waitsForLock
          host.child.kill("SIGTERM")
          yield* host.says(/^Asked to stop/)
          yield* Deferred.succeed(release, undefined)
          yield* Fiber.join(holder)
          expect(yield* host.ended).toBe(0)
          expect(datahub.queues.get("measuredata")?.map(({ messageId }) => messageId)).toEqual(["m-2"])
          const messages = yield* Inbox.use((inbox) => inbox.messages({ limit: 10 }))
          expect(messages.map(({ messageId }) => messageId)).toEqual(["m-1"])
        }).pipe(Effect.provide(database.layer))
      }),
    patience
  )

  it.live(
    "breaks off at a second signal",
    () =>
      Effect.gen(function* () {
        const { datahub, start } = yield* serving()
        datahub.dequeueGate = new Promise(() => {})
        datahub.put("measuredata", waiting("m-1"))
        const host = yield* start
        yield* host.says(/message m-1 applied/)
        host.child.kill("SIGTERM")
        yield* host.says(/^Asked to stop/)
        expect(yield* host.stop("SIGINT")).toBe(130)
      }),
    patience
  )
})
