import { Effect, Option } from "effect"
import { dueEvents, type MarketProcess, type ProcessQuery, type WaitingProcess } from "../../processes/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { midnight } from "./conformanceWorld.ts"
import { processCase, type ProcessCase } from "./processCases.ts"

/** More than any world has. */
const ALL = 100_000

const idsOf = (processes: ReadonlyArray<MarketProcess>) => processes.map(({ id }) => id)

/** What is due, and lists of processes: page by page, and by what is asked for. */
export const processListCases: ReadonlyArray<ProcessCase> = [
  processCase(
    7,
    "gives what time brings by now, the longest overdue first, until it is taken",
    ({ at, gsrn, id, process, store, take }) =>
      Effect.gen(function* () {
        const request = (day: number) => ({
          rsm: "RSM-015" as const,
          processType: "E23",
          period: { from: at(0), to: at(day) }
        })
        const begun = yield* Effect.forEach([1, 2, 3], (number) =>
          Effect.gen(function* () {
            const opened = process(`p${number}`, "dataRequest", "requesting", {
              gsrn: gsrn(number),
              request: request(1)
            })
            yield* store.open(opened)
            return (yield* take(opened, { kind: "sent", at: at(10 - number), messageId: id(`m${number}`) })).process
          })
        )
        // Other cases leave things that are due as well.
        const mine = (now: number) =>
          Effect.map(store.due(at(now), ALL), (due) =>
            idsOf(due).filter((one) => begun.some((process) => process.id === one))
          )
        yield* expectSame("not yet", yield* mine(126), [])
        yield* expectSame("one", yield* mine(127), [id("p3")])
        yield* expectSame("all", yield* mine(200), [id("p3"), id("p2"), id("p1")])
        yield* expectSame("the first", yield* store.due(at(200), 1), (yield* store.due(at(200), ALL)).slice(0, 1))
        const [overdue] = (yield* store.due(at(200), ALL)).filter((one) => one.id === id("p3"))
        const taken = yield* take(overdue!, dueEvents(overdue!, at(200))[0]!)
        yield* expectSame("taken", taken.process.state, "overdue")
        yield* expectSame("others", yield* mine(200), [id("p2"), id("p1")])
      })
  ),
  processCase(
    8,
    "keeps requests for different data apart, and lists the newest first",
    ({ at, gsrn, id, process, store }) =>
      Effect.gen(function* () {
        const ask = (name: string, from: number, more = {}) =>
          process(name, "dataRequest", "requesting", {
            gsrn: undefined,
            openedAt: at(from),
            request: {
              rsm: "RSM-016",
              processType: "D04",
              period: { from: at(from), to: at(from + 1) },
              gridArea: "791"
            },
            ...more
          })
        yield* store.open(ask("a", 0))
        yield* store.open(ask("b", 1))
        yield* expectFailure("the same", store.open(ask("c", 1)), "ProcessActive")
        const listed = yield* store.list({ kind: "dataRequest", state: "draft", limit: ALL })
        const mine = listed.filter((one) => one.id.startsWith(id("")))
        yield* expectSame("listed", idsOf(mine), [id("b"), id("a")])
        yield* expectSame("read", mine[0], ask("b", 1))
        yield* expectSame("limit", (yield* store.list({ kind: "dataRequest", limit: 1 })).length, 1)
        yield* expectSame("of another point", yield* store.list({ gsrn: gsrn(9), limit: ALL }), [])
      })
  ),
  processCase(
    9,
    "lists page by page, in whatever order those of one instant were opened",
    ({ at, gsrn, id, process, store }) =>
      Effect.gen(function* () {
        const kinds = [
          ["c", "moveOut", "current", 1],
          ["a", "moveIn", "new", 1],
          ["d", "endOfSupply", "current", 0],
          ["b", "customerData", "current", 1],
          ["e", "moveIn", "previous", 2]
        ] as const
        for (const [name, kind, role, minute] of kinds) {
          yield* store.open(process(name, kind, role, { openedAt: at(minute) }))
        }
        const page = (after?: MarketProcess) => store.list({ gsrn: gsrn(1), after, limit: 2 })
        const pages: Array<ReadonlyArray<string>> = []
        let last: MarketProcess | undefined
        do {
          const read: ReadonlyArray<MarketProcess> = yield* page(last)
          pages.push(idsOf(read))
          last = read.at(-1)
        } while (last !== undefined)
        yield* expectSame("pages", pages, [[id("e"), id("a")], [id("b"), id("c")], [id("d")], []])
        const [first] = yield* page()
        const moves = yield* store.list({ gsrn: gsrn(1), kind: "moveIn", after: first, limit: ALL })
        yield* expectSame("with a filter", idsOf(moves), [id("a")])
      })
  ),
  processCase(
    10,
    "lists what waits for somebody, what did not fit, and what is due before an instant",
    ({ at, gsrn, id, process, store, take }) =>
      Effect.gen(function* () {
        const mine = (query: Partial<ProcessQuery>) =>
          Effect.map(store.list({ gsrn: gsrn(1), limit: ALL, ...query }), idsOf)
        const allWaiting = Effect.map(store.waiting({ gsrn: gsrn(1), limit: ALL }), (all) =>
          idsOf(all.map((one) => one.process))
        )
        const ended = process("ended", "moveOut", "current", { effectiveAt: midnight("2045-01-01") })
        yield* store.open(ended)
        const sent = yield* take(ended, { kind: "sent", at: at(1), transactionId: id("t") })
        yield* take(sent.process, { kind: "refused", at: at(2), reasons: [{ code: "E17" }] })
        const asked = process("asked", "moveIn", "new", { effectiveAt: midnight("2045-01-01"), openedAt: at(1) })
        yield* store.open(asked)
        const { process: waiting } = yield* take(asked, { kind: "sent", at: at(3), transactionId: id("t2") })
        const refused = { kind: "refused", at: at(4), reasons: [{ code: "D17" }] } as const
        const { process: rejected } = yield* take(waiting, refused)
        yield* expectSame("ended with a task", yield* allWaiting, [id("asked")])
        yield* expectSame("nothing of it is due", yield* mine({ dueBefore: midnight("2099-01-01") }), [])
        const seenTo = { kind: "taskDone", at: at(5), stepNo: 2, taskNo: 1, by: "anna" } as const
        const { process: done } = yield* take(rejected, seenTo)
        yield* expectSame("seen to", yield* allWaiting, [])
        const dates = ["2045-03-01", "2045-02-01"] as const
        for (const [index, date] of dates.entries()) {
          const name = `ahead${index}`
          const kind = index === 0 ? "moveOut" : "moveIn"
          const ahead = process(name, kind, index === 0 ? "current" : "new", {
            effectiveAt: midnight(date),
            openedAt: at(6 + index)
          })
          yield* store.open(ahead)
          const own = yield* take(ahead, { kind: "sent", at: at(8), transactionId: id(name) })
          yield* take(own.process, { kind: "accepted", at: at(9), messageId: id(name) })
        }
        yield* expectSame("ahead", yield* allWaiting, [id("ahead1")])
        const march = midnight("2045-03-01")
        yield* expectSame("the nearest first", yield* mine({ dueBefore: march + 1 }), [id("ahead1"), id("ahead0")])
        yield* expectSame("before it", yield* mine({ dueBefore: march }), [id("ahead1")])
        yield* expectSame("all fitted", yield* mine({ misfits: true }), [])
        yield* take(done, { kind: "readingsComplete", at: at(10) })
        yield* expectSame("it did not fit", yield* mine({ misfits: true }), [id("asked")])
      })
  ),
  processCase(
    14,
    "lists what waits to be done page by page, the nearest limit first and what has none last",
    ({ at, gsrn, id, process, store, take }) =>
      Effect.gen(function* () {
        const begun = Effect.fnUntraced(function* (name: string, point: number, minute: number, date: string) {
          const opened = process(name, "moveIn", "new", {
            gsrn: gsrn(point),
            effectiveAt: midnight(date),
            openedAt: at(minute)
          })
          yield* store.open(opened)
          return (yield* take(opened, { kind: "sent", at: at(minute), transactionId: id(name) })).process
        })
        // Customer data are due 15 days after the date, and a refusal as D17 asks for something without a limit.
        const accepted = Effect.fnUntraced(function* (name: string, point: number, minute: number, date: string) {
          return yield* take(yield* begun(name, point, minute, date), {
            kind: "accepted",
            at: at(20),
            messageId: id(name)
          })
        })
        const refused = Effect.fnUntraced(function* (name: string, point: number, minute: number) {
          const sent = yield* begun(name, point, minute, "2045-01-01")
          return yield* take(sent, { kind: "refused", at: at(20), messageId: id(name), reasons: [{ code: "D17" }] })
        })
        yield* refused("younger", 1, 4)
        yield* refused("older", 2, 3)
        yield* accepted("later", 3, 1, "2045-03-01")
        yield* accepted("sooner", 4, 2, "2045-02-01")
        yield* begun("nothing", 5, 0, "2045-02-01")
        const mine = (more = {}) =>
          Effect.map(store.waiting({ limit: ALL, ...more }), (all) =>
            all.filter((one) => one.process.id.startsWith(id("")))
          )
        const names = (all: ReadonlyArray<WaitingProcess>) => idsOf(all.map((one) => one.process))
        const all = yield* mine()
        const order = [id("sooner"), id("later"), id("older"), id("younger")]
        yield* expectSame("all", names(all), order)
        yield* expectSame(
          "places",
          all.map(({ place }) => place),
          [
            { until: midnight("2045-02-17"), openedAt: at(2), id: id("sooner") },
            { until: midnight("2045-03-17"), openedAt: at(1), id: id("later") },
            { until: Number.POSITIVE_INFINITY, openedAt: at(3), id: id("older") },
            { until: Number.POSITIVE_INFINITY, openedAt: at(4), id: id("younger") }
          ]
        )
        for (const [index, { place }] of all.entries()) {
          yield* expectSame(`after ${place.id}`, names(yield* mine({ after: place })), order.slice(index + 1))
        }
        yield* expectSame("before", names(yield* mine({ before: midnight("2045-03-17") })), [id("sooner")])
        yield* expectSame("of a point", names(yield* mine({ gsrn: gsrn(2) })), [id("older")])
        yield* expectSame("of a kind", names(yield* mine({ kind: "moveOut" })), [])
        yield* expectSame("limit", (yield* store.waiting({ limit: 1 })).length, 1)
        yield* expectSame("read", all[0]?.process, Option.getOrThrow(yield* store.find(id("sooner"))))
      })
  )
]
