import { Effect } from "effect"
import { MarketCalendar, LocalDate } from "../../src/market/index.ts"
import {
  type AggregatedDataDraft,
  buildHistoricalDataRequest,
  type HistoricalDataDraft,
  type WholesaleRequestDraft
} from "../../src/messages/index.ts"
import { requestDetailedAggregation, requestHistoricalData, requestWholesaleResults } from "../../src/requests/index.ts"
import { day, gsrn, us } from "../intake/Making.ts"
import { breach, table, today, tooShort, wrongDigit, wrongGln } from "./RefusalTable.ts"

type History = Extract<HistoricalDataDraft, { readonly process: "BRS-025" }>
interface Sums extends Omit<AggregatedDataDraft, "processType"> {
  readonly processType: string
}
interface Amounts extends Omit<WholesaleRequestDraft, "processType"> {
  readonly processType: string
}

const december = MarketCalendar.monthPeriod(LocalDate.make("2024-12-01"))
const dates = (from: string, to: string) => ({ period: { from: day(from), to: day(to) } })
const hour = 3_600_000

/** Bounds that are none, and bounds that lie the wrong way round. */
const bounds = (process: string, midnightCode: string) => [
  breach<History>({ period: { ...december, from: Number.NaN } }, "period.from", undefined, /^must be an instant$/),
  breach<History>(
    { period: { ...december, to: Number.POSITIVE_INFINITY } },
    "period.to",
    undefined,
    /^must be an instant$/
  ),
  breach<History>(
    { period: { from: december.from + hour, to: december.to } },
    "period.from",
    `${process} ${midnightCode}`,
    /^must be a Danish midnight, 2024-12-01T00:00:00Z is none$/
  ),
  breach<History>(
    { period: { from: december.from, to: december.to - hour } },
    "period.to",
    `${process} ${midnightCode}`,
    /^must be a Danish midnight, 2024-12-31T22:00:00Z is none$/
  ),
  breach<History>(
    { period: { from: december.from, to: december.from } },
    "period.to",
    process,
    /^must be after the start, 2024-11-30T23:00:00Z$/
  )
]

const ahead = /^must not lie in the future$/
const noVersions = (type: string) => new RegExp(`^only correction settlement \\(D32\\) has versions, not ${type}$`)

const area = (process: string) => [
  breach<Sums>({ gridArea: "79" }, "gridArea", `${process} E86`, /^must be 3 digits, got "79"$/),
  breach<Sums>({ gridArea: "DK1" }, "gridArea", `${process} E86`, /^must be 3 digits, got "DK1"$/)
]

const sumsBreaches = [
  ...(bounds("BRS-026", "D66") as unknown as ReadonlyArray<ReturnType<typeof breach<Sums>>>),
  ...area("BRS-026"),
  breach<Sums>({ processType: "E23" }, "processType", "00402", /^must be D03, D04, D05, D32, got "E23"$/),
  breach<Sums>(
    dates("2024-12-01", "2025-01-02"),
    "period",
    "BRS-026 E17",
    /^may be one month at most: from 2024-12-01 to 2025-01-01$/
  ),
  breach<Sums>(dates("2021-06-30", "2021-07-01"), "period.from", "BRS-026 E17", /^may be 2021-07-01 at the earliest$/),
  breach<Sums>(dates("2025-01-11", "2025-01-12"), "period.from", "BRS-026", ahead),
  breach<Sums>({ balanceResponsible: wrongGln }, "balanceResponsible", "BRS-026 E18", /check digit 8, expected 7/),
  breach<Sums>(
    { meteringPointType: "E20" as "E17" },
    "meteringPointType",
    "BRS-026 D11",
    /^exchange \(E20\) is not for suppliers$/
  ),
  breach<Sums>(
    { meteringPointType: "D14" as "E17" },
    "meteringPointType",
    "BRS-026 D18",
    /^must be E17, E18, got "D14"$/
  ),
  breach<Sums>(
    { meteringPointType: "E17" },
    "settlementMethod",
    "BRS-026 D11",
    /^consumption \(E17\) is asked for by settlement method, D01 or E02$/
  ),
  breach<Sums>(
    { meteringPointType: "E18", settlementMethod: "D01" },
    "settlementMethod",
    "BRS-026 D15",
    /^only consumption \(E17\) has settlement methods$/
  ),
  breach<Sums>(
    { meteringPointType: "E17", settlementMethod: "D05" as "D01" },
    "settlementMethod",
    "BRS-026 D15",
    /^must be/
  ),
  breach<Sums>({ processType: "D04", settlementVersion: "D01" }, "settlementVersion", "BRS-026 E86", noVersions("D04")),
  breach<Sums>(
    { processType: "D32", settlementVersion: "D04" as "D03" },
    "settlementVersion",
    "BRS-026 E86",
    /^must be D01, D02, D03, got "D04"$/
  )
]

const amountsBreaches = [
  ...(bounds("BRS-028", "D66").slice(0, 2) as unknown as ReadonlyArray<ReturnType<typeof breach<Amounts>>>),
  ...(area("BRS-028") as unknown as ReadonlyArray<ReturnType<typeof breach<Amounts>>>),
  breach<Amounts>({ processType: "D04" }, "processType", "00402", /^must be D05, D32, got "D04"$/),
  ...(
    [
      ["2024-12-01", "2024-12-31"],
      ["2024-12-02", "2025-01-01"],
      ["2024-11-01", "2025-01-01"]
    ] as const
  ).map(([from, to]) =>
    breach<Amounts>(dates(from, to), "period", "BRS-028 E17", /^must be one whole calendar month$/)
  ),
  breach<Amounts>(
    dates("2021-06-01", "2021-07-01"),
    "period.from",
    "BRS-028 E17",
    /^may be 2021-07-01 at the earliest$/
  ),
  breach<Amounts>(dates("2025-02-01", "2025-03-01"), "period.from", "BRS-028", ahead),
  breach<Amounts>({ chargeOwner: wrongGln }, "chargeOwner", "BRS-028 D50", /check digit 8, expected 7/),
  breach<Amounts>({ charges: [{}] }, "charges[0]", "BRS-028 D14", /^names neither a code nor a type$/),
  breach<Amounts>(
    { charges: [{ code: "" }] },
    "charges[0].code",
    "BRS-028 D14",
    /^must have 1 to 10 characters, got ""$/
  ),
  breach<Amounts>({ charges: [{ code: "12345678901" }] }, "charges[0].code", "BRS-028 D14", /^must have 1 to 10 /),
  breach<Amounts>(
    { charges: [{ type: "D03" }, { type: "D04" as "D03" }] },
    "charges[1].type",
    "BRS-028 D14",
    /^must be D01, D02, D03, got "D04"$/
  ),
  breach<Amounts>({ resolution: "PT1H" as "P1M" }, "resolution", "BRS-028 D23", /^must be P1M, got "PT1H"$/),
  breach<Amounts>(
    { processType: "D05", settlementVersion: "D02" },
    "settlementVersion",
    "BRS-028 E86",
    noVersions("D05")
  )
]

interface Addressed {
  readonly sender: string
  readonly messageId: string
  readonly transactionId: string
  readonly now: number
}

const idRule = /^must have 1 to 36 characters$/

export const dataTables = [
  table<History>({
    name: "history of readings",
    process: "BRS-025",
    now: today,
    ask: requestHistoricalData,
    valid: { process: "BRS-025", gsrn, period: december },
    breaches: [
      ...bounds("BRS-025", "E50"),
      breach<History>({ gsrn: wrongDigit }, "gsrn", "BRS-025 E10", /check digit 1, expected 0/),
      breach<History>({ gsrn: tooShort }, "gsrn", "BRS-025 E10", /must be 18 digits/),
      breach<History>(
        dates("2021-11-09", "2025-01-10"),
        "period",
        "BRS-025 E50",
        /^may be 38 months at most: from 2021-11-09 to 2025-01-09$/
      ),
      breach<History>(
        dates("2017-01-09", "2017-02-01"),
        "period.from",
        "BRS-025 E50",
        /^may be 2017-01-10 at the earliest$/
      ),
      breach<History>(dates("2025-01-01", "2025-01-11"), "period.to", "BRS-025", ahead)
    ]
  }),
  table<{ readonly process: "BRS-024"; readonly gsrn: string }>({
    name: "yearly sum",
    process: "BRS-024",
    now: today,
    ask: requestHistoricalData,
    valid: { process: "BRS-024", gsrn },
    breaches: [
      breach<{ readonly gsrn: string }>({ gsrn: wrongDigit }, "gsrn", "BRS-024 E10", /check digit/),
      breach<{ readonly gsrn: string }>({ gsrn: "" }, "gsrn", "BRS-024 E10", /must be 18 digits, got ""/)
    ]
  }),
  table<Sums>({
    name: "sums by grid area",
    process: "BRS-026",
    now: today,
    ask: (draft) => requestDetailedAggregation(draft as AggregatedDataDraft),
    valid: { processType: "D04", period: december, gridArea: "791" },
    breaches: sumsBreaches
  }),
  table<Amounts>({
    name: "wholesale results",
    process: "BRS-028",
    now: today,
    ask: (draft) => requestWholesaleResults(draft as WholesaleRequestDraft),
    valid: { processType: "D05", period: december, gridArea: "791" },
    breaches: amountsBreaches
  }),
  table<Addressed>({
    name: "ids of a request for data",
    process: "BRS-025",
    now: today,
    ask: ({ sender, ...context }) =>
      Effect.fromResult(
        buildHistoricalDataRequest(
          { process: "BRS-025", gsrn, period: december },
          { ...context, sender: sender as typeof us }
        )
      ),
    valid: { sender: us, messageId: "m-1", transactionId: "t-1", now: today },
    breaches: [
      breach<Addressed>({ sender: wrongGln }, "sender", "BRS-025 E16", /check digit/),
      breach<Addressed>({ now: Number.NaN }, "now", undefined, /^must be an instant$/),
      breach<Addressed>({ messageId: "" }, "messageId", "00201, 00305", idRule),
      breach<Addressed>({ messageId: "  " }, "messageId", "00201, 00305", idRule),
      breach<Addressed>({ transactionId: "x".repeat(37) }, "transactionId", "00202, 00205", idRule)
    ]
  })
]
