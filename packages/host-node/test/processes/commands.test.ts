import {
  addDays,
  GridArea,
  Gsrn,
  LocalDate,
  MarketCalendar,
  openProcess,
  Portfolio,
  ProcessStore,
  replayProcess
} from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { migratedDatabase } from "../onDatabase.ts"
import { runCommand } from "../runCommand.ts"
import { scriptedDatahub } from "../serve/scriptedDatahub.ts"
import { quickSettings, serveProcess } from "../serve/serveProcess.ts"

const gsrn = "571313999000000010"
const nextWeek = addDays(MarketCalendar.localDateOf(Date.now()), 7)

type Run = (...args: ReadonlyArray<string>) => Effect.Effect<Awaited<ReturnType<typeof runCommand>>>

const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
const at = effectiveAt + 9 * 86_400_000

/** The metering point is ours since the beginning of 2025. */
const ours = { gsrn: Gsrn.make(gsrn), from: MarketCalendar.startOfDay(LocalDate.make("2025-01-01")) }
const supplied = Portfolio.use((portfolio) =>
  portfolio.record({
    meteringPoints: [{ ...ours, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" }],
    supply: [ours]
  })
)

/** A move that was reported in the portal, decided about, held and released, and what is left to do. */
const tasksOnTheCommandLine = Effect.fnUntraced(function* (run: Run) {
  const opening = {
    id: "p-1",
    kind: "erroneousMove",
    role: "reporting",
    gsrn: Gsrn.make(gsrn),
    effectiveAt,
    openedAt: at
  } as const
  const operator = { kind: "operator", by: "anna" } as const
  const opened = Result.getOrThrow(openProcess(opening))
  yield* (yield* ProcessStore).open(
    replayProcess(opened, [
      { ...operator, action: "openCase", at },
      { ...operator, action: "reportRegistered", at: at + 1 }
    ])
  )
  const portal = yield* run(
    "request",
    "erroneous-move",
    "--gsrn",
    gsrn,
    "--date",
    "2025-06-01",
    "--by",
    "anna",
    "--portal"
  )
  expect([portal.code, portal.stderr]).toEqual([1, expect.stringContaining("BRS-011 E17")])
  const nobody = yield* run("request", "erroneous-switch", "--gsrn", gsrn, "--date", "2025-06-01", "--portal")
  expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining("--by")])
  expect((yield* run("processes", "holds")).stdout).toMatch(new RegExp(`${gsrn} +2025-06-01 +p-1#2.1`))
  expect((yield* run("processes", "show", "p-1")).stdout).toMatch(/Can be decided\n {2}simple {2}/)
  const wrong = yield* run("processes", "decide", "p-1", "outcomeRefused", "--by", "bo")
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("Possible: simple, complex, replyDateTold")])
  const simple = yield* run("processes", "decide", "p-1", "simple", "--by", "bo", "--reply-by", "2099-01-05")
  expect([simple.code, simple.stderr, simple.stdout]).toEqual([0, "", expect.stringContaining("Simple: the previous")])
  expect((yield* run("processes", "list", "--due-before", "2099-01-07", "--gsrn", gsrn)).stdout).toContain("p-1")
  expect((yield* run("processes", "list", "--due-before", "2098-01-07", "--active")).stdout).not.toContain("p-1")
  yield* run("processes", "decide", "p-1", "complex", "--by", "bo")
  const ended = yield* run("processes", "decide", "p-1", "outcomeRefused", "--by", "bo", "--remark", "by mail")
  expect([ended.code, ended.stderr]).toEqual([0, ""])
  expect((yield* run("processes", "tasks")).stdout).toBe("Nothing to do.\n")
  expect((yield* run("processes", "holds")).stdout).toBe("Nothing is on hold.\n")
  expect((yield* run("processes", "final-settlements")).stdout).toBe("No last bill is to be made.\n")
  expect((yield* run("processes", "done", "p-1#1.1", "--by", "bo")).code).toBe(1)
})

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
        const { json } = host
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
        const open = (yield* json("/api/v1/tasks")).body
        expect(open).toEqual({ items: [] })
        expect((yield* json("/api/v1/tasks?after=nowhere")).status).toBe(400)
        expect((yield* json("/api/v1/tasks?after=never.1746432000000.p-1&limit=1")).body).toEqual({ items: [] })
        const decisions = `/api/v1/processes/${processId}/decisions`
        expect(yield* json(decisions, { decision: "complex", by: "anna" })).toMatchObject({
          status: 409,
          body: { _tag: "DecisionNotPossible", possible: ["toldRefused", "sendAgain", "abandon"] }
        })
        expect((yield* json(decisions, { decision: "complex", by: "" })).status).toBe(400)
        expect(
          (yield* json(`/api/v1/tasks/${encodeURIComponent(`${processId}#1.1`)}/done`, { by: "anna" })).status
        ).toBe(404)
        expect((yield* json("/api/v1/holds")).body).toEqual({ items: [] })
        expect((yield* json("/api/v1/final-settlements")).body).toEqual({ items: [] })
        expect((yield* json("/api/v1/processes?misfits=true")).body).toEqual({ items: [] })
        const metrics = (yield* host.get("/metrics")).text
        expect(metrics).toMatch(/^datahub_processes_open\S* 2$/m)
        expect(metrics).toMatch(/^datahub_tasks_open\S* 0$/m)
        expect(metrics).toMatch(/^datahub_deadlines_within_three_days\S* 2$/m)
        expect(metrics).toMatch(/^datahub_final_settlements_overdue\S* 0$/m)
        expect(Number(/^datahub_deadlines_next_seconds\S* (\S+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0)
        const months = ["request", "wholesale", "--month", "2025-01", "--run", "D05", "--charge", "NET-C", "--json"]
        expect((yield* run(...months)).code).toBe(0)
        expect((yield* run("request", "wholesale", "--month", "January", "--run", "D05")).code).not.toBe(0)
        const amounts = { processType: "D05", ...days, charges: [{ code: "NET-C" }], resolution: "P1M" }
        expect(yield* json("/api/v1/requests/wholesale", amounts)).toMatchObject({ status: 409 })
        expect(yield* json("/api/v1/requests/wholesale", { ...amounts, to: "2025-01-16" })).toMatchObject({
          status: 422,
          body: { issues: [{ field: "period" }] }
        })
        const link = { type: "D03", code: "EA-001", from: nextWeek }
        expect(yield* json("/api/v1/requests/charge-link", { gsrn, changes: [link] })).toMatchObject({
          status: 422,
          body: { issues: [{ field: "gsrn", rule: "BRS-037 E16" }] }
        })
        yield* supplied.pipe(Effect.provide(layer))
        expect(yield* json("/api/v1/requests/charge-link", { gsrn, changes: [link] })).toMatchObject({
          status: 200,
          body: { messageId: expect.any(String), state: "sent" }
        })
        expect(yield* json("/api/v1/requests/charge-link", { gsrn, changes: [link] })).toMatchObject({ status: 409 })
        expect(
          yield* json("/api/v1/requests/charge-link", { gsrn, changes: [{ ...link, quantity: 2 }] })
        ).toMatchObject({
          status: 422,
          body: { issues: [{ field: "changes[0].quantity" }] }
        })
        const linked = yield* run(
          "request",
          "charge-link",
          "--gsrn",
          gsrn,
          "--type",
          "D03",
          "--code",
          "EA-002",
          "--date",
          nextWeek
        )
        expect([linked.code, linked.stdout]).toEqual([0, expect.stringMatching(/^Process \S+: document \S+ waits in/)])
        expect((yield* run("processes", "list", "--gsrn", gsrn)).stdout).toMatch(/Change of charge links .* Sent, not/)
        expect(yield* host.stop("SIGTERM")).toBe(0)

        expect((yield* run("processes", "list")).stdout).toMatch(
          /Request for data +571313999000000010 +2025-01-01 +Requested/
        )
        const shown = (yield* run("processes", "show", processId)).stdout
        expect(shown).toMatch(/Deadlines\n {2}before .* The whole answer/)
        expect(shown).toMatch(/Request sent {2}\[message /)
        expect((yield* run("processes", "show", "nothing")).code).toBe(1)
        const states = yield* ProcessStore.use((store) => store.list({ limit: 10 })).pipe(Effect.provide(layer))
        expect(states.flatMap(({ request }) => request?.rsm ?? []).sort()).toEqual(["RSM-015", "RSM-016", "RSM-017"])
        yield* tasksOnTheCommandLine(run).pipe(Effect.provide(layer))
      }),
    600_000
  )
})
