import {
  MarketCalendar,
  requestDetailedAggregation,
  requestHistoricalData,
  requestWholesaleResults
} from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { askDatahub, askFlags } from "./askDatahub.ts"
import { gsrnFlag, monthFlag, periodFlags } from "./requestFlags.ts"

export const historyCommand = Command.make(
  "history",
  { ...askFlags, gsrn: gsrnFlag, ...periodFlags },
  Effect.fn("request history")(function* ({ from, gsrn, to, ...flags }) {
    const period = { from: MarketCalendar.startOfDay(from), to: MarketCalendar.startOfDay(to) }
    yield* askDatahub("history", flags, requestHistoricalData({ process: "BRS-025", gsrn, period }))
  })
).pipe(
  explained({
    what: "Asks for the readings of a metering point (RSM-015, BRS-025)",
    examples: { January: "--gsrn 571313999000001017 --from 2026-01-01 --to 2026-02-01" }
  })
)

export const yearlySumCommand = Command.make(
  "yearly-sum",
  { ...askFlags, gsrn: gsrnFlag },
  Effect.fn("request yearly-sum")(function* ({ gsrn, ...flags }) {
    yield* askDatahub("yearly-sum", flags, requestHistoricalData({ process: "BRS-024", gsrn }))
  })
).pipe(
  explained({
    what: "Asks for the sum of the latest twelve months of a metering point (RSM-015, BRS-024)",
    examples: { "Of one metering point": "--gsrn 571313999000001017" }
  })
)

export const aggregationCommand = Command.make(
  "aggregation",
  {
    ...askFlags,
    ...periodFlags,
    run: Flag.Literals("run", ["D03", "D04", "D05", "D32"]).pipe(
      Flag.withDescription("D03 preliminary, D04 balance fixing, D05 wholesale fixing, D32 correction")
    ),
    gridArea: Flag.String("grid-area").pipe(Flag.withDescription("Three digits; all without it"), Flag.optional),
    type: Flag.Literals("type", ["E17", "E18"]).pipe(
      Flag.withDescription("E17 consumption, E18 production; all without it"),
      Flag.optional
    ),
    method: Flag.Literals("method", ["D01", "E02"]).pipe(
      Flag.withDescription("With E17: D01 flex, E02 non-profiled"),
      Flag.optional
    ),
    correction: Flag.Literals("correction", ["D01", "D02", "D03"]).pipe(
      Flag.withDescription("With D32: D01 first, D02 second, D03 third; the latest without it"),
      Flag.optional
    )
  },
  Effect.fn("request aggregation")(function* ({ correction, from, gridArea, method, run, to, type, ...flags }) {
    const draft = {
      processType: run,
      period: { from: MarketCalendar.startOfDay(from), to: MarketCalendar.startOfDay(to) },
      gridArea: Option.getOrUndefined(gridArea),
      meteringPointType: Option.getOrUndefined(type),
      settlementMethod: Option.getOrUndefined(method),
      settlementVersion: Option.getOrUndefined(correction)
    }
    yield* askDatahub("aggregation", flags, requestDetailedAggregation(draft))
  })
).pipe(
  explained({
    what: "Asks for our sums by grid area (RSM-016, BRS-026)",
    examples: { "The balance fixing of January": "--from 2026-01-01 --to 2026-02-01 --run D04" }
  })
)

export const wholesaleCommand = Command.make(
  "wholesale",
  {
    ...askFlags,
    month: monthFlag,
    run: Flag.Literals("run", ["D05", "D32"]).pipe(Flag.withDescription("D05 wholesale fixing, D32 correction")),
    version: Flag.Literals("correction", ["D01", "D02", "D03"]).pipe(
      Flag.withDescription("With D32: the first, second or third correction; the latest without it"),
      Flag.optional
    ),
    gridArea: Flag.String("grid-area").pipe(Flag.withDescription("Three digits; all without it"), Flag.optional),
    owner: Flag.String("owner").pipe(
      Flag.withDescription("GLN of who owns the charges; all without it"),
      Flag.optional
    ),
    charges: Flag.String("charge").pipe(
      Flag.withDescription("Id of a charge, several times for several; all without it"),
      Flag.atLeast(0)
    ),
    type: Flag.Literals("charge-type", ["D01", "D02", "D03"]).pipe(
      Flag.withDescription("D01 subscriptions, D02 fees, D03 tariffs; all without it"),
      Flag.optional
    ),
    monthly: Flag.Boolean("monthly").pipe(
      Flag.withDescription("Sums of the month; amounts by hour and day without it"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("request wholesale")(function* ({
    charges,
    gridArea,
    month,
    monthly,
    owner,
    run,
    type,
    version,
    ...flags
  }) {
    const ofType = Option.isNone(type) ? {} : { type: type.value }
    const draft = {
      processType: run,
      period: MarketCalendar.monthPeriod(month),
      gridArea: Option.getOrUndefined(gridArea),
      chargeOwner: Option.getOrUndefined(owner),
      charges: charges.length === 0 && Option.isSome(type) ? [ofType] : charges.map((code) => ({ code, ...ofType })),
      resolution: monthly ? ("P1M" as const) : undefined,
      settlementVersion: Option.getOrUndefined(version)
    }
    yield* askDatahub("wholesale", flags, requestWholesaleResults(draft))
  })
).pipe(
  explained({
    what: "Asks for what we owe by charge in a month (RSM-017, BRS-028)",
    examples: { "The wholesale fixing of January, by month": "--month 2026-01 --run D05 --monthly" }
  })
)
