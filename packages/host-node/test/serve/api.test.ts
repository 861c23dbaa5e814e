import { Outbox } from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { migratedDatabase } from "../onDatabase.ts"
import { runCommand } from "../runCommand.ts"
import { scriptedDatahub } from "./scriptedDatahub.ts"
import { apiKey } from "./jsonCalls.ts"
import { quickSettings, serveProcess, us } from "./serveProcess.ts"
import { readingsMessage, waiting } from "./wireMessages.ts"

const patience = 600_000

/** Another supplier. */
const other = "5790001330552"

const outgoing = (messageId: string) => ({
  messageId,
  document: "RequestEndOfSupply",
  process: "BRS-002",
  processType: "E20",
  transactionIds: [`t-${messageId}`],
  body: JSON.stringify({ RequestEndOfSupply_MarketDocument: { mRID: messageId } })
})

describe("the host over HTTP", () => {
  it.live(
    "shows messages, dead letters and parked parts to whoever has a key, and replays and dismisses letters",
    () =>
      Effect.gen(function* () {
        const { url: databaseUrl } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        datahub.put(
          "measuredata",
          { messageId: "not-ours", body: readingsMessage("not-ours", other) },
          { messageId: "no/json#1", body: "{ no" },
          waiting("m-1")
        )
        const settings = { ...quickSettings(datahub.url), DATABASE_URL: databaseUrl }
        const host = yield* serveProcess(settings)
        yield* host.says(/message m-1 applied/)
        const json = (path: string, init?: RequestInit) =>
          Effect.map(host.get(path, init), ({ status, text }) => ({
            status,
            body: text === "" ? "" : JSON.parse(text)
          }))

        const wrong = { headers: { "x-api-key": "an-api-key-for-tests-onlY" } }
        expect((yield* json("/api/v1/messages", wrong)).body).toMatchObject({ _tag: "Unauthorized", status: 401 })
        expect((yield* json("/api/v1/messages", { headers: {} })).status).toBe(401)

        const messages = yield* json("/api/v1/messages?outcome=applied")
        expect(messages).toMatchObject({
          status: 200,
          body: {
            items: [{ messageId: "m-1", document: "NotifyValidatedMeasureData", processType: "E23", parkedParts: 1 }]
          }
        })
        for (const wrong of ["messages?limit=0", "tasks?kind=foo", "processes?state=foo"]) {
          expect((yield* json(`/api/v1/${wrong}`)).status).toBe(400)
        }
        expect((yield* json("/api/v1/tasks?kind=send")).status).toBe(200)
        expect(yield* json("/api/v1/dead-letters/%00")).toMatchObject({ status: 400, body: { title: "Bad Request" } })
        expect(yield* json("/api/v1/nosuch")).toMatchObject({
          status: 404,
          body: { detail: "There is no GET /api/v1/nosuch here: /openapi.json lists all there is" }
        })
        expect((yield* json("/api/v1/parked")).body.items).toHaveLength(1)
        expect((yield* json("/api/v1/outbox")).body).toEqual({ items: [] })

        const letters = yield* json("/api/v1/dead-letters?state=open")
        expect(letters.body.items.map((item: { messageId: string }) => item.messageId).sort()).toEqual([
          "no/json#1",
          "not-ours"
        ])
        const letter = `/api/v1/dead-letters/${encodeURIComponent("no/json#1")}`
        expect((yield* json(letter)).body).toMatchObject({ bodyBytes: 4, state: "open" })
        expect((yield* host.get(`${letter}/body`)).text).toBe("{ no")
        const post = {
          method: "POST",
          headers: { "x-api-key": "an-api-key-for-tests-only", "content-type": "application/json" }
        }
        expect(yield* json("/api/v1/dead-letters/not-ours/replay", post)).toMatchObject({
          status: 422,
          body: { kind: "MessageRefused", detail: expect.stringContaining(other) }
        })
        const form = { method: "POST", headers: { ...post.headers, "content-type": "text/csv" }, body: "x" }
        expect(yield* json(`${letter}/dismiss`, form)).toMatchObject({ status: 415, body: { status: 415 } })
        const dismiss = { ...post, body: JSON.stringify({ remark: "sent by mistake" }) }
        expect((yield* json(`${letter}/dismiss`, dismiss)).status).toBe(204)
        expect((yield* json(`${letter}/dismiss`, dismiss)).status).toBe(409)
        expect((yield* json(`${letter}/replay`, post)).status).toBe(409)
        expect((yield* json("/api/v1/dead-letters/nothing/replay", post)).status).toBe(404)

        const metrics = (yield* host.get("/metrics", { headers: {} })).text
        expect(metrics).toMatch(/datahub_messages_total\{[^}]*outcome="applied"[^}]*\} 1/)
        expect(metrics).toMatch(/datahub_messages_total\{[^}]*outcome="dead letter"[^}]*\} 2/)
        expect(metrics).toMatch(/datahub_queue_failing\{[^}]*queue="measuredata"[^}]*\} 0/)
        expect(metrics).toMatch(/datahub_dead_letters_open(?:\{\})? 1/)
        expect(metrics).toMatch(/datahub_parked_parts(?:\{\})? 1/)
        expect(metrics).toMatch(/datahub_message_seconds_count\{queue="measuredata"\} 3/)
        const openApi = yield* json("/openapi.json")
        expect(openApi.body.openapi).toMatch(/^3\.1/)
        expect(Object.keys(openApi.body.paths).filter((path) => /letters|outbox/.test(path))).toEqual([
          "/api/v1/outbox",
          "/api/v1/dead-letters",
          "/api/v1/dead-letters/{id}",
          "/api/v1/dead-letters/{id}/body",
          "/api/v1/dead-letters/{id}/replay",
          "/api/v1/dead-letters/{id}/dismiss",
          "/api/v1/outbox/{id}/resend"
        ])
        const { responses } = openApi.body.paths["/api/v1/outbox/{id}/resend"].post
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(["204", "401", "404", "409", "503"]))
        expect((yield* json("/health", { headers: {} })).body).toMatchObject({
          status: "ok",
          database: { isReachable: true },
          waiting: { deadLetters: 1, parkedParts: 1, outbox: 0 }
        })
        // The other letter, at a host that has been started with the right GLN.
        expect(yield* host.stop("SIGTERM")).toBe(0)
        const mended = yield* serveProcess({ ...settings, DATAHUB_GLN: other })
        const { status, text } = yield* mended.get("/api/v1/dead-letters/not-ours/replay", post)
        expect([status, JSON.parse(text)]).toEqual([
          200,
          {
            messageId: "not-ours",
            outcome: "applied",
            parkedParts: 1,
            notes: expect.any(Array),
            document: "NotifyValidatedMeasureData"
          }
        ])
        expect((yield* mended.get("/api/v1/dead-letters/not-ours/replay", post)).status).toBe(409)
      }),
    patience
  )

  it.live(
    "sends what waits in the outbox, again after a failure, and says what DataHub refused",
    () =>
      Effect.gen(function* () {
        const { layer, url: databaseUrl } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        const enqueue = (messageId: string) =>
          Outbox.use((outbox) => outbox.enqueue([outgoing(messageId)], Date.now())).pipe(Effect.provide(layer))
        yield* enqueue("good")
        datahub.fail(/requestendofsupply/, 503, 2)
        const host = yield* serveProcess({ ...quickSettings(datahub.url), DATABASE_URL: databaseUrl })
        yield* host.says(/^RequestEndOfSupply good \(BRS-002\) was sent/)
        yield* host.says(/^outbox works again after .* and 2 failed attempts/)
        datahub.fail(/requestendofsupply/, 400, 1)
        yield* enqueue("bad")
        yield* host.says(/^RequestEndOfSupply bad \(BRS-002\) was refused/)
        const { text } = yield* host.get("/api/v1/outbox")
        const states = JSON.parse(text).items.map((item: { messageId: string; state: string; attempts: number }) => [
          item.messageId,
          item.state,
          item.attempts
        ])
        expect(states.sort()).toEqual([
          ["bad", "refused", 1],
          ["good", "sent", 3]
        ])
        expect(datahub.sent.all).toEqual([{ RequestEndOfSupply_MarketDocument: { mRID: "good" } }])
        const listed = yield* Effect.promise(() =>
          runCommand(["outbox", "list", "--state", "refused"], { env: { DATABASE_URL: databaseUrl } })
        )
        expect(listed.stdout).toMatch(/bad +RequestEndOfSupply +BRS-002 E20 +refused +1 +Sending/)
        // Its cause is mended, and it goes out with the ids that it had.
        const resend = (id: string) =>
          Effect.map(
            host.get(`/api/v1/outbox/${id}/resend`, { method: "POST", headers: { "x-api-key": apiKey } }),
            ({ status }) => status
          )
        expect(yield* resend("bad")).toBe(204)
        yield* host.says(/^RequestEndOfSupply bad \(BRS-002\) was sent/)
        expect([yield* resend("bad"), yield* resend("unknown")]).toEqual([409, 404])
        expect(datahub.sent.all).toHaveLength(2)
      }),
    patience
  )

  it.live(
    "leaves a database that the commands read, and a letter that can be replayed when its cause is mended",
    () =>
      Effect.gen(function* () {
        const { url: databaseUrl } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", { messageId: "m-1", body: readingsMessage("m-1", other) })
        const settings = { ...quickSettings(datahub.url), DATABASE_URL: databaseUrl }
        const host = yield* serveProcess(settings)
        yield* host.says(/message m-1 dead letter/)
        expect(yield* host.stop("SIGTERM")).toBe(0)
        const run = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
          Effect.promise(() => runCommand(args, { env: { ...settings, ...env } }))
        expect((yield* run(["dead-letters", "list"])).stdout).toMatch(/m-1 +open +\d+ +WrongReceiver/)
        const shown = (yield* run(["dead-letters", "show", "m-1"])).stdout
        expect(shown).toContain(`it is for ${other}, and we are ${us}`)
        expect((yield* run(["dead-letters", "show", "m-1", "--body"])).stdout).toBe(readingsMessage("m-1", other))
        const failed = yield* run(["dead-letters", "replay", "m-1"])
        expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining("WrongReceiver")])
        const replayed = yield* run(["dead-letters", "replay", "m-1"], { DATAHUB_GLN: other })
        expect([replayed.code, replayed.stdout]).toEqual([0, expect.stringMatching(/^Message m-1 applied/)])
        expect((yield* run(["dead-letters", "list"])).stdout).toBe("No dead letters.\n")
        expect((yield* run(["messages", "list"])).stdout).toMatch(/m-1 +NotifyValidatedMeasureData +E23 +applied +1/)
        expect((yield* run(["messages", "show", "m-1"])).stdout).toMatch(/Outcome +applied/)
        expect((yield* run(["messages", "show", "m-2"])).code).toBe(1)
        expect((yield* run(["parked", "list"])).stdout).toMatch(/m-1 +point\/\d{18}/)
      }),
    patience
  )
})
