import { ProcessStore } from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { migratedDatabase } from "../onDatabase.ts"
import { runCommand } from "../runCommand.ts"
import { scriptedDatahub } from "../serve/scriptedDatahub.ts"
import { apiKey, quickSettings, serveProcess } from "../serve/serveProcess.ts"

const gsrn = "571313999000000010"

describe("processes on the command line and over HTTP", () => {
  it.live(
    "asks for data, refuses what DataHub would refuse, and shows how it stands",
    () =>
      Effect.gen(function* () {
        const { layer, url: databaseUrl } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        const settings = { ...quickSettings(datahub.url), DATABASE_URL: databaseUrl }
        const run = (...args: ReadonlyArray<string>) => Effect.promise(() => runCommand(args, { env: settings }))
        const history = ["request", "history", "--gsrn", gsrn, "--from", "2025-01-01", "--to", "2025-02-01"]
        const asked = yield* run(...history, "--json")
        expect([asked.code, asked.stderr]).toEqual([0, ""])
        const { processId, state } = JSON.parse(asked.stdout)
        expect(state).toBe("sent")
        const again = yield* run(...history)
        expect([again.code, again.stderr]).toEqual([1, expect.stringContaining(processId)])
        const wrong = yield* run("request", "move-out", "--gsrn", gsrn, "--date", "2025-01-01")
        expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("BRS-010 E17")])

        const host = yield* serveProcess(settings)
        yield* host.says(/^RequestValidatedMeasureData .* was sent/)
        const json = (path: string, body?: unknown) =>
          Effect.map(
            host.get(
              path,
              body === undefined
                ? undefined
                : {
                    method: "POST",
                    headers: { "x-api-key": apiKey, "content-type": "application/json" },
                    body: JSON.stringify(body)
                  }
            ),
            ({ status, text }) => ({ status, body: JSON.parse(text) })
          )
        expect(yield* json("/api/v1/processes?active=true")).toMatchObject({
          status: 200,
          body: { items: [{ id: processId, gsrn, state: "sent", nextDeadline: { title: "The whole answer" } }] }
        })
        expect(yield* json(`/api/v1/processes/${processId}`)).toMatchObject({
          status: 200,
          body: { timeline: [{ what: "Request sent", messageId: expect.any(String) }], deadlines: [{ name: "answer" }] }
        })
        expect((yield* json("/api/v1/processes/nothing")).status).toBe(404)
        const days = { from: "2025-01-01", to: "2025-02-01" }
        expect(yield* json("/api/v1/requests/history", { gsrn, ...days })).toMatchObject({
          status: 409,
          body: { _tag: "AlreadyUnderWay", processId }
        })
        expect(yield* json("/api/v1/requests/history", { gsrn: "571313999000000011", ...days })).toMatchObject({
          status: 422,
          body: { _tag: "RefusedRequest", issues: [{ field: "gsrn" }] }
        })
        expect((yield* json("/api/v1/requests/history", { gsrn, from: "yesterday", to: "2025-02-01" })).status).toBe(
          400
        )
        const sums = { processType: "D04", gridArea: "791", ...days }
        expect(yield* json("/api/v1/requests/aggregation", sums)).toMatchObject({
          status: 200,
          body: { state: "sent" }
        })
        expect(yield* host.stop("SIGTERM")).toBe(0)

        expect((yield* run("processes", "list")).stdout).toMatch(
          /Request for data +571313999000000010 +2025-01-01 +Requested/
        )
        const shown = (yield* run("processes", "show", processId)).stdout
        expect(shown).toMatch(/Deadlines\n {2}before .* The whole answer/)
        expect(shown).toMatch(/Request sent {2}\[message /)
        expect((yield* run("processes", "show", "nothing")).code).toBe(1)
        const states = yield* ProcessStore.use((store) => store.list({ limit: 10 })).pipe(Effect.provide(layer))
        expect(states.map(({ request }) => request?.rsm).sort()).toEqual(["RSM-015", "RSM-016"])
      }),
    120_000
  )
})
