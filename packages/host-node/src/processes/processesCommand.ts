import { Gsrn, MarketCalendar, processStates, ProcessStore } from "@datahub-settlement/core"
import { Clock, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import type { ProcessDetail, ProcessItem } from "../api/index.ts"
import { factsText } from "../exchange/factsText.ts"
import { jsonFlag, limitFlag } from "../exchange/listFlags.ts"
import { NotThere } from "../exchange/NotThere.ts"
import { textTable } from "../run/textTable.ts"
import { processDetail, processItem } from "../serve/api/processItems.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { dueBeforeFlag, dueBeforeOf } from "./requestFlags.ts"
import {
  decideCommand,
  doneCommand,
  finalSettlementCommand,
  finalSettlementsCommand,
  holdsCommand,
  tasksCommand
} from "./taskCommands.ts"

const listCommand = Command.make(
  "list",
  {
    ...storeFlags,
    gsrn: Flag.String("gsrn").pipe(
      Flag.withSchema(Gsrn),
      Flag.withDescription("Only those of this metering point"),
      Flag.optional
    ),
    state: Flag.Literals("state", processStates).pipe(Flag.withDescription("Only those in this state"), Flag.optional),
    active: Flag.Boolean("active").pipe(
      Flag.withDescription("Only those at work: what waits for somebody or for its date"),
      Flag.withDefault(false)
    ),
    misfits: Flag.Boolean("misfits").pipe(
      Flag.withDescription("Only those to which something came that did not fit"),
      Flag.withDefault(false)
    ),
    dueBefore: dueBeforeFlag,
    limit: limitFlag,
    json: jsonFlag
  },
  Effect.fn("processes list")(function* ({ active, dueBefore, gsrn, json, limit, misfits, state, ...flags }) {
    yield* withStore("processes list", flags, "use", () =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const query = {
          limit,
          gsrn: Option.getOrUndefined(gsrn),
          state: Option.getOrUndefined(state),
          ...(active ? { active } : {}),
          ...(misfits ? { misfits } : {}),
          ...dueBeforeOf(dueBefore)
        }
        const found = (yield* (yield* ProcessStore).list(query)).map((process) => processItem(process, now))
        if (json) return yield* printJson(found)
        yield* print(found.length === 0 ? "No processes.\n" : listText(found))
      })
    )
  })
).pipe(
  explained({
    what: "Lists market processes, the newest first; with --due-before the nearest first",
    examples: {
      "What is at work": "--active",
      "What has to be done soon": "--due-before 2026-03-01",
      "All of one metering point": "--gsrn 571313999000001017"
    }
  })
)

const listText = (processes: ReadonlyArray<ProcessItem>): string =>
  textTable(
    ["Opened", "Process", "What", "Metering point", "Effective", "State", "To do", "Before"].map((head) => ({
      head,
      align: "left"
    })),
    processes.map(({ effectiveAt, gsrn, id, nextDeadline, openTasks, openedAt, stateTitle, title }) => [
      openedAt,
      id,
      title,
      gsrn ?? "",
      dayOf(effectiveAt),
      stateTitle,
      openTasks === 0 ? "" : `${openTasks}`,
      nextDeadline?.before ?? ""
    ])
  )

const dayOf = (instant: string): string => MarketCalendar.localDateOf(Date.parse(instant))

const showCommand = Command.make(
  "show",
  {
    ...storeFlags,
    id: Argument.String("id").pipe(Argument.withDescription("Id of the process, as `processes list` shows it")),
    json: jsonFlag
  },
  Effect.fn("processes show")(function* ({ id, json, ...flags }) {
    yield* withStore("processes show", flags, "use", () =>
      Effect.gen(function* () {
        const found = yield* (yield* ProcessStore).find(id)
        if (Option.isNone(found)) return yield* new NotThere({ what: `There is no process ${id}.` })
        const detail = processDetail(found.value, yield* Clock.currentTimeMillis)
        if (json) return yield* printJson(detail)
        yield* print(detailText(detail))
      })
    )
  })
).pipe(
  explained({
    what: "Shows a process: what happened and by which message, its deadlines, and what is to be done",
    examples: { "One process": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11" }
  })
)

const detailText = (process: ProcessDetail): string =>
  [
    factsText([
      ["Process", process.id],
      ["What", process.title],
      ["Metering point", process.gsrn],
      ["Effective", dayOf(process.effectiveAt)],
      ["State", process.stateTitle]
    ]),
    section(
      "Deadlines",
      process.deadlines.map(({ before, rule, title }) => `before ${before}  ${title} (${rule})`)
    ),
    section(
      "To do",
      process.tasks.map(({ id, what, why }) => `${id}  ${what}: ${why}`)
    ),
    section(
      "Can be decided",
      process.decisions.map(({ decision, state, title }) => `${decision}  ${title} (then: ${state})`)
    ),
    section(
      "What happened",
      process.timeline.flatMap(({ asked, at, legal, messageId, outcomes, state, what, why }) => [
        `${at}  ${what}${messageText(messageId)}`,
        `  ${legal ? `${state}: ` : "did not fit: "}${why}`,
        ...asked.map((one) => `  - ${one}`),
        ...outcomes.map((one) => `  = ${outcomeText(one)}`)
      ])
    )
  ].join("")

const messageText = (messageId: string | undefined): string =>
  messageId === undefined ? "" : `  [message ${messageId}]`

type Outcome = ProcessDetail["timeline"][number]["outcomes"][number]

const outcomeText = ({ asked, at, by, how, messageId }: Outcome): string =>
  `${how === "done" ? "done" : "fell away"} ${at}: ${asked} (${by})${messageText(messageId)}`

const section = (title: string, lines: ReadonlyArray<string>): string =>
  lines.length === 0 ? "" : `\n${title}\n${lines.map((line) => `  ${line}\n`).join("")}`

/** `datahub-settlement processes`: market processes and how they stand. */
export const processesCommand = Command.make("processes").pipe(
  Command.withDescription("Market processes: switches, moves, ends of supply, corrections, requests for data"),
  Command.withShortDescription("Look at market processes, their deadlines and tasks, and decide about them"),
  Command.withSubcommands([
    listCommand,
    showCommand,
    tasksCommand,
    doneCommand,
    decideCommand,
    holdsCommand,
    finalSettlementsCommand,
    finalSettlementCommand
  ])
)
