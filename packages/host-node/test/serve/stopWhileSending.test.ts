import { Outbox } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { migratedDatabase } from "../onDatabase.ts"
import { scriptedDatahub, type ScriptedDatahub } from "./scriptedDatahub.ts"
import { type ServeProcess, serveProcess } from "./serveProcess.ts"
import { settingsOn } from "./starting.ts"

const patience = 600_000

const document = {
  messageId: "d-1",
  document: "RequestEndOfSupply",
  process: "BRS-002",
  processType: "E20",
  transactionIds: ["t-1"],
  body: JSON.stringify({ RequestEndOfSupply_MarketDocument: { mRID: "d-1" } })
}

/** A host with a document of ours in hand, which DataHub has taken without having answered yet. */
const sending = Effect.fnUntraced(function* (settings: Readonly<Record<string, string>>) {
  const database = yield* migratedDatabase
  const datahub = yield* scriptedDatahub
  let answer = (): void => {}
  datahub.answerGate = new Promise((resolve) => (answer = resolve))
  yield* Outbox.use((outbox) => outbox.enqueue([document], Date.now())).pipe(Effect.provide(database.layer))
  const env = settingsOn(datahub, database.url)
  const host = yield* serveProcess({ ...env, ...settings })
  yield* Effect.promise(() => datahub.sent.first("the document", () => true))
  const entry = Outbox.use((outbox) => outbox.list({ limit: 9 })).pipe(
    Effect.map(([first]) => [first?.messageId, first?.state, first?.attempts]),
    Effect.provide(database.layer)
  )
  return { answer, database, datahub, entry, host, next: serveProcess(env) }
})

const attempts = ({ exchanges }: ScriptedDatahub): number =>
  exchanges.count(({ what }) => what.startsWith("requestendofsupply"))

/** Waits until the sender of a host has found nothing to send. */
const nothingToSend = ({ get }: ServeProcess) =>
  Effect.map(get("/health"), ({ text }) =>
    (JSON.parse(text).workers as ReadonlyArray<{ readonly name: string; readonly state: string }>).some(
      ({ name, state }) => name === "outbox" && state === "idle"
    )
  ).pipe(
    Effect.filterOrFail((isIdle) => isIdle),
    Effect.retry(Schedule.spaced("10 millis"))
  )

describe("a host that is stopped while a document is on its way", () => {
  it.live(
    "waits for the answer, and no other host sends the document again",
    () =>
      Effect.gen(function* () {
        const { answer, datahub, entry, host, next } = yield* sending({})
        host.child.kill("SIGTERM")
        yield* host.says(/^Asked to stop: finishing what is in hand/)
        expect(yield* entry).toEqual(["d-1", "waiting", 1])
        answer()
        expect(yield* host.ended).toBe(0)
        expect(yield* entry).toEqual(["d-1", "sent", 1])
        const second = yield* next
        yield* nothingToSend(second)
        expect([attempts(datahub), datahub.sent.all.length]).toEqual([1, 1])
      }),
    patience
  )

  it.live(
    "leaves it to be sent when its lease has ended, where the stop is broken off, and DataHub has it once",
    () =>
      Effect.gen(function* () {
        const { answer, database, datahub, entry, host, next } = yield* sending({ DATAHUB_STOP_TIMEOUT: "50ms" })
        expect(yield* host.stop("SIGTERM")).toBe(0)
        yield* host.says(/^Not finished after 50 ms: broken off/)
        answer()
        expect(yield* entry).toEqual(["d-1", "waiting", 1])
        const second = yield* next
        yield* nothingToSend(second)
        expect(attempts(datahub)).toBe(1)
        const used = JSON.stringify({ error: { code: "00101", message: "The message id was used before" } })
        datahub.fail(/^requestendofsupply/, 400, 1, used)
        yield* Effect.provide(
          Database.use(({ sql }) => sql`UPDATE datahub.outbox SET next_attempt_at = now()`),
          database.layer
        )
        yield* second.says(/^RequestEndOfSupply d-1 \(BRS-002\) was sent: already received/)
        expect(yield* entry).toEqual(["d-1", "sent", 2])
        expect([attempts(datahub), datahub.sent.all.length]).toEqual([2, 1])
        expect(yield* second.stop("SIGTERM")).toBe(0)
      }),
    patience
  )
})
