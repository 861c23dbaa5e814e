import { DeadLetters, Inbox, ParkedParts } from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { migratedDatabase } from "../onDatabase.ts"
import { quickSettings, serveProcess } from "./serveProcess.ts"
import { type JournalLine, settingsOf, simulatorProcess } from "./simulatorProcess.ts"

/** What the simulator does to bodies. */
const broken = ["invalid-json", "wrong-shape", "truncated", "wrong-charset", "too-large"]

describe("serve with the simulator", () => {
  it.live(
    "accounts for every message once, through faults of every kind",
    () =>
      Effect.gen(function* () {
        const { layer, url: databaseUrl } = yield* migratedDatabase
        const datahub = yield* simulatorProcess(
          ..."--points 30 --history-days 8 --speed 0 --now 2026-01-15T12:00:00Z --faults 11,0.1".split(" ")
        )
        yield* Effect.forEach(broken, (kind) => datahub.call("inject-malformed", { kind }))
        yield* datahub.call("inject-error", { status: 503, count: 3, queue: "masterdata" })
        yield* datahub.call("inject-error", { status: "cut", count: 1, queue: "measuredata" })
        yield* datahub.call("inject-error", { status: "lost-dequeue", count: 2 })
        const host = yield* serveProcess({
          ...quickSettings(datahub.ready["url"]!),
          ...settingsOf(datahub),
          DATABASE_URL: databaseUrl,
          DATAHUB_REQUEST_TIMEOUT: "5s"
        })
        yield* datahub.call("clock", { advance: "P3D" })
        yield* datahub.call("faults", { rate: 0 })
        const emptied = Effect.filterOrFail(datahub.journal, (lines) => lines.every(({ dequeues }) => dequeues > 0))
        const lines = yield* emptied.pipe(
          Effect.retry(Schedule.spaced("50 millis").pipe(Schedule.upTo({ duration: "5 minutes" }))),
          Effect.orDie
        )
        yield* datahub.call("inject", { kind: "duplicate", messageId: lines[0]!.messageId, sameId: true })
        yield* host.says(new RegExp(`${lines[0]!.messageId} known before`))
        expect(yield* host.stop("SIGTERM")).toBe(0)

        const [messages, letters, parked] = yield* Effect.all([
          Inbox.use((inbox) => inbox.messages({ limit: 1000 })),
          DeadLetters.use((letters) => letters.list({ limit: 1000 })),
          ParkedParts.use(({ count }) => count)
        ]).pipe(Effect.provide(layer))
        expect(messages.map(({ messageId }) => messageId).sort()).toEqual(
          [...new Set(lines.map(({ messageId }) => messageId))].sort()
        )
        const isBroken = ({ faults }: JournalLine): boolean => faults.some((fault) => broken.includes(String(fault)))
        expect(letters.map(({ messageId }) => messageId).sort()).toEqual(
          lines
            .filter(isBroken)
            .map(({ messageId }) => messageId)
            .sort()
        )
        expect(messages.filter(({ outcome }) => outcome === "dead letter")).toHaveLength(letters.length)
        expect(parked).toBe(0)
      }),
    600_000
  )
})
