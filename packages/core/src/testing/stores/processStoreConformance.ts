import { Effect, Option } from "effect"
import { advanceProcess, type MarketProcess, timeline } from "../../processes/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { midnight } from "./conformanceWorld.ts"
import { endedProcessCases } from "./endedProcessCases.ts"
import { processListCases } from "./processListCases.ts"
import { processCase, type ProcessCase } from "./processCases.ts"

/** More than any world has. */
const ALL = 100_000

const idsOf = (processes: ReadonlyArray<MarketProcess>) => processes.map(({ id }) => id)

/** What every adapter of `ProcessStore` must do. */
export const processStoreConformance: ReadonlyArray<ProcessCase> = [
  processCase(1, "gives back a process as it was opened and taken further", ({ id, process, store, take }) =>
    Effect.gen(function* () {
      const opened = process("p", "erroneousMove", "reporting", {
        corrects: "moveOut",
        correctedAt: midnight("2025-06-09")
      })
      yield* store.open(opened)
      yield* expectSame("opened", Option.getOrUndefined(yield* store.find(id("p"))), opened)
      const june = midnight("2025-06-10")
      let { process: now } = yield* take(opened, {
        kind: "operator",
        action: "openCase",
        by: "æøå \" '",
        remark: "two\nlines, \u0000 and \u2028",
        at: june
      })
      now = (yield* take(now, { kind: "sent", at: june + 1, messageId: id("m"), transactionId: id("t") })).process
      now = (yield* take(now, {
        kind: "refused",
        at: june + 2,
        reasons: [{ code: "X99", text: "{}" }, { code: "E17" }]
      })).process
      yield* expectSame("read", Option.getOrUndefined(yield* store.find(id("p"))), now)
      yield* expectSame("state", now.state, "refused")
      yield* expectSame("timeline", yield* store.timeline(id("p")), timeline(now))
      yield* expectSame("none", Option.isNone(yield* store.find(id("none"))), true)
      yield* expectSame("no timeline", yield* store.timeline(id("none")), [])
    })
  ),
  processCase(
    2,
    "keeps one process at work for a point, kind and role, and says which",
    ({ id, gsrn, process, store, take }) =>
      Effect.gen(function* () {
        const first = process("first", "moveOut", "current")
        yield* store.open(first)
        yield* store.open(first)
        const refused = yield* expectFailure(
          "second",
          store.open(process("second", "moveOut", "current")),
          "ProcessActive"
        )
        yield* expectSame("which", [refused.id, refused.activeId], [id("second"), id("first")])
        yield* store.open(process("other kind", "endOfSupply", "current"))
        yield* store.open(process("other point", "moveOut", "current", { gsrn: gsrn(2) }))
        yield* expectFailure(
          "same id",
          store.open(process("first", "moveOut", "current", { gsrn: gsrn(3) })),
          "ProcessIdUsed"
        )
        yield* take(first, { kind: "withdrawn", at: first.openedAt, by: "anna" })
        yield* store.open(process("third", "moveOut", "current"))
        yield* expectSame("open", idsOf(yield* store.openFor(gsrn(1))), [id("other kind"), id("third")])
      })
  ),
  processCase(
    3,
    "lets another one begin beside one that rests, and keeps that within reach",
    ({ gsrn, id, process, store, take }) =>
      Effect.gen(function* () {
        let now = process("rests", "changeOfSupplier", "losing")
        yield* store.open(now)
        const notice = { kind: "notice", processType: "E03", effectiveAt: now.effectiveAt } as const
        now = (yield* take(now, { ...notice, at: now.openedAt, messageId: id("m") })).process
        now = (yield* take(now, { kind: "dateReached", at: now.effectiveAt })).process
        yield* expectSame("state", now.state, "stopped")
        const next = process("next", "changeOfSupplier", "losing", { openedAt: now.openedAt + 60_000 })
        yield* store.open(next)
        yield* expectSame("open", idsOf(yield* store.openFor(gsrn(1))), [id("rests"), id("next")])
        yield* expectSame("at work", idsOf(yield* store.list({ gsrn: gsrn(1), active: true, limit: ALL })), [
          id("next")
        ])
        yield* expectSame("resting", idsOf(yield* store.list({ gsrn: gsrn(1), active: false, limit: ALL })), [
          id("rests")
        ])
        yield* take(now, { kind: "undone", by: id("next"), at: now.effectiveAt + 1 })
        yield* expectSame("ended", idsOf(yield* store.openFor(gsrn(1))), [id("next")])
      })
  ),
  processCase(4, "tells the second of two who take it further to read again", ({ id, process, store, take }) =>
    Effect.gen(function* () {
      const opened = process("p", "moveOut", "current")
      const sent = advanceProcess(opened, {
        kind: "sent",
        at: opened.openedAt,
        messageId: id("m"),
        transactionId: id("t")
      })
      yield* expectFailure("not opened", store.record(sent), "ProcessChanged")
      yield* store.open(opened)
      yield* store.record(sent)
      const late = yield* expectFailure(
        "second",
        take(opened, { kind: "withdrawn", at: opened.openedAt, by: "anna" }) as ReturnType<typeof store.record>,
        "ProcessChanged"
      )
      yield* expectSame("steps", [late.expected, late.actual], [0, 1])
      const again = advanceProcess(sent.process, sent.process.history[0]!.event)
      yield* store.record(again)
      yield* expectSame("unchanged", Option.getOrUndefined(yield* store.find(id("p"))), sent.process)
      const both = [
        advanceProcess(sent.process, { kind: "accepted", at: opened.openedAt, messageId: id("a") }),
        advanceProcess(sent.process, { kind: "refused", at: opened.openedAt, messageId: id("b"), reasons: [] })
      ]
      const results = yield* Effect.forEach(
        both,
        (one) => Effect.match(store.record(one), { onSuccess: () => "kept", onFailure: ({ _tag }) => _tag }),
        { concurrency: 2 }
      )
      yield* expectSame("at the same time", [...results].sort(), ["ProcessChanged", "kept"])
    })
  ),
  processCase(5, "keeps an event that does not fit, and changes nothing else", ({ at, id, process, store, take }) =>
    Effect.gen(function* () {
      const opened = process("p", "moveOut", "current", { openedAt: at(1) })
      yield* store.open(opened)
      yield* take(opened, { kind: "accepted", at: at(2), messageId: id("m") })
      const read = Option.getOrThrow(yield* store.find(id("p")))
      yield* expectSame(
        "history",
        read.history.map(({ from, legal, reason, to }) => [from, to, legal, reason]),
        [["draft", "draft", false, 'accepted does not fit the state "Prepared"']]
      )
      yield* expectSame("else", { ...read, history: [] }, opened)
    })
  ),
  processCase(
    6,
    "finds a process by any request of ours, and by the one that asks us",
    ({ id, process, store, take }) =>
      Effect.gen(function* () {
        let now = process("p", "moveIn", "new")
        yield* store.open(now)
        const at = now.openedAt
        const ids = (name: string) => ({ at, messageId: id(`m-${name}`), transactionId: id(`t-${name}`) })
        now = (yield* take(now, { kind: "sent", ...ids("request") })).process
        now = (yield* take(now, { kind: "accepted", ...ids("answer") })).process
        now = (yield* take(now, { kind: "customerDataSent", ...ids("data") })).process
        now = (yield* take(now, { kind: "cancellationSent", ...ids("cancel") })).process
        for (const name of ["request", "data", "cancel"]) {
          yield* expectSame(
            name,
            Option.map(yield* store.findByRequest(id(`t-${name}`)), (one) => one.id),
            Option.some(id("p"))
          )
        }
        yield* expectSame("answer", Option.isNone(yield* store.findByRequest(id("t-answer"))), true)
        const asked = process("q", "erroneousMove", "previous")
        yield* store.open(asked)
        yield* take(asked, { kind: "resumptionRequested", effectiveAt: asked.effectiveAt, ...ids("asked") })
        const found = yield* store.findByRequest(id("t-asked"))
        yield* expectSame(
          "asked",
          Option.map(found, (one) => one.id),
          Option.some(id("q"))
        )
      })
  ),
  processCase(13, "keeps the date that was planned beside the one that came about", ({ id, process, store, take }) =>
    Effect.gen(function* () {
      let now = process("p", "endOfSupply", "current")
      yield* store.open(now)
      const planned = now.effectiveAt
      const ids = (name: string) => ({ at: now.openedAt, messageId: id(`m-${name}`), transactionId: id(`t-${name}`) })
      now = (yield* take(now, { kind: "sent", ...ids("request") })).process
      now = (yield* take(now, { kind: "accepted", ...ids("answer") })).process
      const effectiveAt = midnight("2025-06-12")
      now = (yield* take(now, { kind: "notice", processType: "E20", effectiveAt, ...ids("stop") })).process
      const read = Option.getOrThrow(yield* store.find(id("p")))
      yield* expectSame("dates", [read.plannedAt, read.effectiveAt], [planned, effectiveAt])
      yield* expectSame("read", read, now)
    })
  ),
  ...processListCases,
  ...endedProcessCases
]
