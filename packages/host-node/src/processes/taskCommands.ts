import {
  billingHolds,
  type Decision,
  decisionTitles,
  finalSettlementsDue,
  Gsrn,
  LocalDate,
  MarketCalendar,
  markTaskDone,
  openTaskKinds,
  openTaskPage,
  placeOfTaskCursor,
  takeDecision
} from "@datahub-settlement/core"
import { Clock, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { configFlag, loadConfig, storeFlagsOf } from "../config/index.ts"
import { jsonFlag, limitFlag } from "../exchange/listFlags.ts"
import { textTable } from "../run/textTable.ts"
import { lastBillItem } from "../serve/api/acontoItems.ts"
import { dueLastBill } from "../serve/api/dueLastBill.ts"
import { finalSettlementItem, holdItem, processDetail, taskPage } from "../serve/api/processItems.ts"
import { intakeSettings } from "../serve/intakeSettings.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson, wrongUse } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { lastBillText } from "./lastBillText.ts"
import { byFlag, dueBeforeFlag, dueBeforeOf, processArgument, remarkFlag } from "./requestFlags.ts"

const gsrnFlag = Flag.String("gsrn").pipe(
  Flag.withSchema(Gsrn),
  Flag.withDescription("Only those of this metering point"),
  Flag.optional
)

const table = (heads: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  textTable(
    heads.map((head) => ({ head, align: "left" })),
    rows
  )

const dayOf = (instant: string): string => MarketCalendar.localDateOf(Date.parse(instant))

export const tasksCommand = Command.make(
  "tasks",
  {
    ...storeFlags,
    gsrn: gsrnFlag,
    dueBefore: dueBeforeFlag,
    kind: Flag.Literals("kind", openTaskKinds).pipe(Flag.withDescription("Only those of this kind"), Flag.optional),
    limit: limitFlag,
    after: Flag.String("after").pipe(
      Flag.withDescription("The page after the one that ended with it, as it said"),
      Flag.optional
    ),
    json: jsonFlag
  },
  Effect.fn("processes tasks")(function* ({ after, dueBefore, gsrn, json, kind, limit, ...flags }) {
    yield* withStore("processes tasks", flags, "use", () =>
      Effect.gen(function* () {
        const from = Option.isNone(after) ? undefined : placeOfTaskCursor(after.value)
        if (Option.isSome(after) && from === undefined) {
          return yield* wrongUse("processes tasks", "--after takes what the page before named")
        }
        const page = yield* openTaskPage({
          limit,
          after: from,
          gsrn: Option.getOrUndefined(gsrn),
          ...(Option.isNone(kind) ? {} : { kinds: [kind.value] }),
          ...dueBeforeOf(dueBefore)
        })
        const { items, next } = taskPage(page)
        if (json) return yield* printJson({ items, next })
        if (items.length === 0) return yield* print("Nothing to do.\n")
        const rows = items.map(({ before, gsrn: point, id, process, what }) => [
          id,
          before ?? "",
          point ?? "",
          process,
          what
        ])
        yield* print(table(["Task", "Before", "Metering point", "Process", "What"], rows))
        if (next !== undefined) yield* print(`There is more: --after ${next}\n`)
      })
    )
  })
).pipe(
  explained({
    what: "Lists what processes wait for and people or billing have to do, the nearest limit first",
    examples: { "What is due first": "--limit 50", "What is due this week": "--due-before 2026-03-08" }
  })
)

export const doneCommand = Command.make(
  "done",
  {
    ...storeFlags,
    task: Argument.String("task").pipe(Argument.withDescription("Id of the task, as `processes tasks` shows it")),
    by: byFlag,
    remark: remarkFlag,
    config: configFlag,
    json: jsonFlag
  },
  Effect.fn("processes done")(function* ({ by, config: path, json, remark, task, ...flags }) {
    const config = yield* loadConfig(path)
    yield* withStore("processes done", storeFlagsOf(config, flags), "use", () =>
      Effect.gen(function* () {
        const said = { by, remark: Option.getOrUndefined(remark) }
        const process = yield* markTaskDone(task, said).pipe(Effect.provide(intakeSettings(config)))
        const detail = processDetail(process, yield* Clock.currentTimeMillis)
        if (json) return yield* printJson(detail)
        yield* print(`Done. Of process ${process.id} ${detail.tasks.length} are open.\n`)
      })
    )
  })
).pipe(
  explained({
    what: "Keeps that a task is done; a billing hold ends with it, and a last bill is off its list",
    examples: { "By its id in the list of tasks": "'0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11#1' --by anna" }
  })
)

export const decideCommand = Command.make(
  "decide",
  {
    ...storeFlags,
    process: processArgument,
    decision: Argument.Literals("decision", Object.keys(decisionTitles) as ReadonlyArray<Decision>).pipe(
      Argument.withDescription("What is decided or was learned; `processes show` lists what is possible now")
    ),
    by: byFlag,
    remark: remarkFlag,
    replyBy: Flag.String("reply-by").pipe(
      Flag.withSchema(LocalDate),
      Flag.withDescription("Last day for an answer, as DataHub's mail names it, 2026-01-01"),
      Flag.optional
    ),
    effectiveOn: Flag.String("on").pipe(
      Flag.withSchema(LocalDate),
      Flag.withDescription("Day on which it came about, with `toldDone` of what can come about on any day, 2026-01-01"),
      Flag.optional
    ),
    config: configFlag,
    json: jsonFlag
  },
  Effect.fn("processes decide")(function* ({
    by,
    config: path,
    decision,
    effectiveOn,
    json,
    process: id,
    remark,
    replyBy,
    ...flags
  }) {
    const config = yield* loadConfig(path)
    yield* withStore("processes decide", storeFlagsOf(config, flags), "use", () =>
      Effect.gen(function* () {
        const note = {
          by,
          ...(Option.isNone(remark) ? {} : { remark: remark.value }),
          ...(Option.isNone(replyBy) ? {} : { replyBy: replyBy.value }),
          ...(Option.isNone(effectiveOn) ? {} : { effectiveOn: effectiveOn.value })
        }
        const process = yield* takeDecision(id, decision, note).pipe(Effect.provide(intakeSettings(config)))
        const detail = processDetail(process, yield* Clock.currentTimeMillis)
        if (json) return yield* printJson(detail)
        yield* print(`Process ${id}: ${detail.stateTitle}.\n`)
      })
    )
  })
).pipe(
  explained({
    what: "Takes what a person decided or learned outside DataHub's messages to a process",
    examples: {
      "A wrong move is undone by simple messages":
        "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 simple --by anna --reply-by 2026-02-24",
      "Support says that DataHub took it":
        "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 toldAccepted --by anna --remark 'mail of 3 March'"
    }
  })
)

export const holdsCommand = Command.make(
  "holds",
  { ...storeFlags, json: jsonFlag },
  Effect.fn("processes holds")(function* ({ json, ...flags }) {
    yield* withStore("processes holds", flags, "use", () =>
      Effect.gen(function* () {
        const holds = (yield* billingHolds()).map(holdItem)
        if (json) return yield* printJson(holds)
        if (holds.length === 0) return yield* print("Nothing is on hold.\n")
        const rows = holds.map(({ from, gsrn, taskId, why }) => [gsrn, dayOf(from), taskId, why])
        yield* print(table(["Metering point", "From", "Task", "Why"], rows))
      })
    )
  })
).pipe(
  explained({
    what: "Lists metering points of which nothing is to be billed for now, and from when on",
    examples: { "All of them": "" }
  })
)

export const finalSettlementsCommand = Command.make(
  "final-settlements",
  { ...storeFlags, json: jsonFlag },
  Effect.fn("processes final-settlements")(function* ({ json, ...flags }) {
    yield* withStore("processes final-settlements", flags, "use", () =>
      Effect.gen(function* () {
        const due = (yield* finalSettlementsDue()).map(finalSettlementItem)
        if (json) return yield* printJson(due)
        if (due.length === 0) return yield* print("No last bill is to be made.\n")
        const rows = due.map(({ dueBy, end, gsrn, latestBy, standing, taskId }) => [
          gsrn ?? "",
          dayOf(end),
          dayOf(dueBy),
          dayOf(latestBy),
          standing === "ahead" ? "" : standing === "overdue" ? "overdue" : "too late",
          taskId
        ])
        yield* print(table(["Metering point", "Ended", "Bill before", "At the latest", "", "Task"], rows))
      })
    )
  })
).pipe(explained({ what: "Lists last bills that are to be made, the nearest first", examples: { "All of them": "" } }))

export const finalSettlementCommand = Command.make(
  "final-settlement",
  {
    ...storeFlags,
    task: Argument.String("task").pipe(
      Argument.withDescription("Id of the task, as `processes final-settlements` shows it")
    ),
    json: jsonFlag
  },
  Effect.fn("processes final-settlement")(function* ({ json, task, ...flags }) {
    yield* withStore("processes final-settlement", flags, "use", () =>
      Effect.gen(function* () {
        const bill = lastBillItem(yield* dueLastBill(task))
        yield* json ? printJson(bill) : print(lastBillText(bill))
      })
    )
  })
).pipe(
  explained({
    what: "Shows what a last bill is made from: what the time cost, less what is prepaid for it",
    examples: { "By its id in the list of last bills": "'0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11#1'" }
  })
)
