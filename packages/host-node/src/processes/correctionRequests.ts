import {
  answerResumption,
  correctionFormOf,
  LocalDate,
  MarketCalendar,
  type PortalReport,
  registerPortalReport,
  reportErroneousMove,
  reportErroneousSwitch
} from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { wrongUse } from "../store/print.ts"
import { type AskFlags, askDatahub, askFlags, askWithoutDocument } from "./askDatahub.ts"
import { byFlag, dateFlag, gsrnFlag, processArgument, remarkFlag } from "./requestFlags.ts"

export const resumptionCommand = Command.make(
  "resumption",
  {
    ...askFlags,
    process: processArgument,
    answer: Flag.Literals("answer", ["yes", "no"]).pipe(Flag.withDescription("No only with --contract-ended")),
    contractEnded: Flag.Boolean("contract-ended").pipe(
      Flag.withDescription("We ended the contract ourselves: the one ground for a no (D29)"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("request resumption")(function* ({ answer, contractEnded: contractEndedByUs, process, ...flags }) {
    yield* askDatahub("resumption", flags, answerResumption(process, answer === "yes", { contractEndedByUs }))
  })
).pipe(
  explained({
    what: "Answers whether we take a metering point back (RSM-003)",
    examples: {
      "We do": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 --answer yes",
      "We ended the contract": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 --answer no --contract-ended"
    }
  })
)

const portalFlag = Flag.Boolean("portal").pipe(
  Flag.withDescription("It was reported in DataHub's portal: the process begins, and nothing is sent"),
  Flag.withDefault(false)
)

const formFlag = Flag.Literals("form", ["RSM-003", "RSM-005"]).pipe(
  Flag.withDescription("The document that it is reported with; what the configuration says without it"),
  Flag.optional
)

const formOf = (process: "BRS-003" | "BRS-011", rsm: Option.Option<"RSM-003" | "RSM-005">) =>
  Option.isNone(rsm) ? undefined : correctionFormOf(process, rsm.value)

const saidBy = (by: string, remark: Option.Option<string>) => ({
  by,
  ...(Option.isNone(remark) ? {} : { remark: remark.value })
})

const tellPortal = (name: string, flags: AskFlags, report: PortalReport) =>
  askWithoutDocument(name, flags, registerPortalReport(report))

export const erroneousSwitchCommand = Command.make(
  "erroneous-switch",
  {
    ...askFlags,
    gsrn: gsrnFlag,
    date: dateFlag("First day of the switch that was wrong"),
    portal: portalFlag,
    by: byFlag.pipe(Flag.withDefault("")),
    remark: remarkFlag,
    form: formFlag
  },
  Effect.fn("request erroneous-switch")(function* ({ by, date, form, gsrn, portal, remark, ...flags }) {
    const draft = { gsrn, switchAt: MarketCalendar.startOfDay(date) }
    if (!portal) {
      return yield* askDatahub("erroneous-switch", flags, reportErroneousSwitch(draft, formOf("BRS-003", form)))
    }
    if (by === "") return yield* wrongUse("request erroneous-switch", "--portal needs --by")
    yield* tellPortal("erroneous-switch", flags, { process: "BRS-003", ...draft, ...saidBy(by, remark) })
  })
).pipe(
  explained({
    what: "Reports a switch by which we took a metering point wrongly (BRS-003)",
    examples: {
      "With a document": "--gsrn 571313999000001017 --date 2026-02-16",
      "It was reported in DataHub's portal": "--gsrn 571313999000001017 --date 2026-02-16 --portal --by anna"
    }
  })
)

export const erroneousMoveCommand = Command.make(
  "erroneous-move",
  {
    ...askFlags,
    gsrn: gsrnFlag,
    date: dateFlag("Date of the move that was wrong"),
    corrected: Flag.String("corrected-date").pipe(
      Flag.withSchema(LocalDate),
      Flag.withDescription("Day on which it really took place; without it the move is undone"),
      Flag.optional
    ),
    out: Flag.Boolean("move-out").pipe(
      Flag.withDescription("It was a move-out; a move-in without it"),
      Flag.withDefault(false)
    ),
    by: byFlag,
    portal: portalFlag,
    remark: remarkFlag,
    form: formFlag
  },
  Effect.fn("request erroneous-move")(function* ({ by, corrected, date, form, gsrn, out, portal, remark, ...flags }) {
    const correctedAt = Option.map(corrected, (day) => MarketCalendar.startOfDay(day))
    const report = {
      gsrn,
      moveAt: MarketCalendar.startOfDay(date),
      by,
      corrects: out ? ("moveOut" as const) : ("moveIn" as const),
      ...(Option.isSome(correctedAt) ? { correctedAt: correctedAt.value } : {})
    }
    if (!portal) {
      return yield* askDatahub("erroneous-move", flags, reportErroneousMove(report, formOf("BRS-011", form)))
    }
    if (Option.isSome(correctedAt)) {
      return yield* wrongUse("request erroneous-move", "--portal undoes the move as a whole, without --corrected-date")
    }
    yield* tellPortal("erroneous-move", flags, { process: "BRS-011", ...report, ...saidBy(by, remark) })
  })
).pipe(
  explained({
    what: "Reports a move of ours that was wrong, or had another date (BRS-011)",
    examples: {
      "It never took place": "--gsrn 571313999000001017 --date 2026-02-16 --by anna",
      "It took place a week later": "--gsrn 571313999000001017 --date 2026-02-16 --corrected-date 2026-02-23 --by anna"
    }
  })
)
