import {
  type ConsumptionBucket,
  type ConsumptionUnit,
  formatInstant,
  type Gsrn,
  kwhText,
  MarketCalendar,
  MeteringLedger
} from "@datahub-settlement/core"
import { Effect, Result } from "effect"
import { Command, Flag } from "effect/cli"
import { checkedGsrn } from "../command/scopeFlags.ts"
import { textTable } from "../run/textTable.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson, wrongUse } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { lookedAt, timeFlags } from "./readingsFlags.ts"

const description = `Shows the readings of a metering point that hold, summed up by hour, Danish day or Danish month. Hours are shown in
  UTC. An interval without a value that could be settled is missing and in no sum; where all of them are missing there
  is no sum.

  Exit codes: 0 it could be read, 1 it could not, 2 wrong use, 70 a fault of ours.`

/** `datahub-settlement readings show`. */
export const showReadingsCommand = Command.make(
  "show",
  {
    ...storeFlags,
    ...timeFlags,
    gsrn: Flag.String("gsrn").pipe(Flag.withDescription("The metering point")),
    by: Flag.Literals("by", ["hour", "day", "month"]).pipe(
      Flag.withDescription("How energy is summed up: hour, day (without this flag) or month"),
      Flag.withDefault("day" as const)
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("readings show")(function* ({ by, gsrn: given, json, ...flags }) {
    const asked = Result.all([lookedAt(flags), checkedGsrn(given)])
    if (Result.isFailure(asked)) return yield* wrongUse("readings show", asked.failure)
    const [{ asOf, period }, gsrn] = asked.success
    yield* withStore("readings show", flags, "use", () =>
      Effect.gen(function* () {
        const buckets = yield* (yield* MeteringLedger).consumption(gsrn, period, by, asOf)
        yield* json ? printJson(bucketsJson(gsrn, by, buckets)) : print(bucketsText(by, buckets))
      })
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Show the readings of a metering point"),
  Command.withExamples([
    {
      command: "datahub-settlement readings show --gsrn 571313999000001017 --period 2026-01 --by day",
      description: "Day by day"
    }
  ])
)

const bucketText = (unit: ConsumptionUnit, from: number): string => {
  if (unit === "hour") return formatInstant(from)
  const day = MarketCalendar.localDateOf(from)
  return unit === "day" ? day : day.slice(0, 7)
}

const heads: Readonly<Record<ConsumptionUnit, string>> = { hour: "Hour", day: "Day", month: "Month" }

const totalOf = (buckets: ReadonlyArray<ConsumptionBucket>) =>
  buckets.reduce(
    (sum, { intervals, missing, wh }) => ({
      wh: sum.wh + wh,
      intervals: sum.intervals + intervals,
      missing: sum.missing + missing
    }),
    { wh: 0, intervals: 0, missing: 0 }
  )

type Sum = Pick<ConsumptionBucket, "wh" | "intervals" | "missing">

const cells = ({ intervals, missing, wh }: Sum): ReadonlyArray<string> => [
  intervals === 0 ? "missing" : kwhText(wh),
  missing === 0 ? "" : `${missing} of ${intervals + missing}`
]

const bucketsText = (unit: ConsumptionUnit, buckets: ReadonlyArray<ConsumptionBucket>): string =>
  textTable(
    [
      { head: heads[unit], align: "left" },
      { head: "kWh", align: "right" },
      { head: "Missing", align: "right" }
    ],
    [
      ...buckets.map((bucket) => [bucketText(unit, bucket.from), ...cells(bucket)]),
      ["Total", ...cells(totalOf(buckets))]
    ]
  )

/** What is missing has no kWh: null, not 0. */
const sumJson = ({ intervals, missing, wh }: Sum) => ({ kwh: intervals === 0 ? null : kwhText(wh), intervals, missing })

const bucketsJson = (gsrn: Gsrn, by: ConsumptionUnit, buckets: ReadonlyArray<ConsumptionBucket>) => ({
  gsrn,
  by,
  total: sumJson(totalOf(buckets)),
  readings: buckets.map((bucket) => ({
    from: formatInstant(bucket.from),
    to: formatInstant(bucket.to),
    ...sumJson(bucket)
  }))
})
