import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { handleMessage } from "../../src/intake/index.ts"
import type { EndOfSupplyDraft, ErroneousSwitchDraft, MoveOutDraft } from "../../src/messages/index.ts"
import {
  endSupply,
  type ErroneousMoveReport,
  moveOut,
  reportErroneousMove,
  reportErroneousSwitch,
  signUp
} from "../../src/requests/index.ts"
import { Portfolio } from "../../src/portfolio/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"
import {
  type Before,
  breach,
  morning,
  otherPoint,
  supplied,
  table,
  today,
  tooShort,
  wrongDigit
} from "./RefusalTable.ts"

type Field = "desiredEndAt" | "endAt" | "switchAt" | "moveAt"

/** What is wrong with a metering point, and with a date whatever its window. */
const common = <Draft extends { readonly gsrn: string }>(field: Field & keyof Draft, process: string) => {
  const dated = (at: number) => ({ [field]: at }) as unknown as Partial<Draft>
  const point = (one: string) => ({ gsrn: one }) as Partial<Draft>
  return [
    breach<Draft>(point(wrongDigit), "gsrn", `${process} E10`, /check digit 1, expected 0/),
    breach<Draft>(point(tooShort), "gsrn", `${process} E10`, /must be 18 digits/),
    breach<Draft>(dated(Number.NaN), field, `${process} D66`, /^must be a point in time, in milliseconds$/),
    breach<Draft>(
      dated(day("2025-01-21") - 1),
      field,
      `${process} D66`,
      /^must be midnight in Denmark, got 2025-01-20T22/
    )
  ]
}

const outOf = <Draft>(field: Field, process: string, allowed: string, ...dates: ReadonlyArray<string>) =>
  dates.map((date) =>
    breach<Draft>(
      { [field]: day(date) } as unknown as Partial<Draft>,
      field,
      `${process} E17`,
      new RegExp(`^must be ${allowed}, got ${date}$`)
    )
  )

const unsupplied = /^we do not supply it until that day$/

const handled = (make: (made: Making) => void, name: string): Before =>
  Effect.suspend(() => {
    const made = new Making()
    make(made)
    return Effect.forEach(made.messages, (one) => handleMessage({ ...one, messageId: `${name}-${one.messageId}` }))
  })

/** A sign-up of ours that was accepted and, on its day, is supplied. */
const signedUp = (customer: "lives there" | "moves in", startAt: string, sentOn: string): Before =>
  Effect.gen(function* () {
    yield* TestClock.setTime(morning(sentOn))
    const { transactionId } = yield* signUp({
      gsrn,
      startAt: day(startAt),
      customer,
      name: "Nordlys ApS",
      cvr: "12345678",
      balanceResponsible: "5790009990024"
    })
    const processType = customer === "moves in" ? "E65" : "E03"
    yield* handled((made) => {
      made.answer("RequestChangeOfSupplier", processType, transactionId)
      made.masterData(processType, { validFrom: day(startAt), supplyStart: day(startAt) })
    }, `signed-up-${startAt}`)
    yield* TestClock.setTime(today)
  })

/** DataHub put the switch forward, because an end of supply was under way. */
const startedAtOnce = handled((made) => made.notice("D46", day("2025-01-10")), "at-once")

const removed = (part: "supply" | "customers", from: string, to?: string): Before =>
  Portfolio.use((portfolio) =>
    portfolio.record({
      removed: { [part]: [{ gsrn, from: day(from), ...(to === undefined ? {} : { to: day(to) }) }] }
    })
  )

/** Somebody else had it for some days, and then we had it again. */
const followed = removed("supply", "2025-01-04", "2025-01-08")

const leftOn = (date: string): Before => Effect.andThen(supplied(), removed("customers", date))

const notThatDay = /^our supply does not begin on that day$/

const notOurMoveIn = [
  breach<ErroneousMoveReport>({ gsrn, moveAt: day("2025-01-03") }, "moveAt", "BRS-011 E16", notThatDay),
  breach<ErroneousMoveReport>(
    { gsrn, moveAt: day("2025-01-02") },
    "moveAt",
    "BRS-011 E22",
    /^a later start of ours has followed: only the latest can be undone$/,
    followed
  ),
  breach<ErroneousMoveReport>(
    { gsrn, moveAt: day("2025-01-10") },
    "moveAt",
    "BRS-011 E22",
    /^it was a change of supplier: report that as erroneous \(BRS-003\)$/,
    Effect.andThen(removed("supply", "2025-01-04"), signedUp("lives there", "2025-01-10", "2025-01-09"))
  )
]

const notOurMoveOut = [
  breach<ErroneousMoveReport>(
    { gsrn, moveAt: day("2025-01-03") },
    "moveAt",
    "BRS-011 E16",
    /^no customer of ours moved out on that day$/
  )
]

export const supplyTables = [
  table<EndOfSupplyDraft>({
    name: "end of supply",
    process: "BRS-002",
    now: today,
    ask: endSupply,
    before: supplied(),
    valid: { gsrn, desiredEndAt: day("2025-01-20") },
    breaches: [
      ...common<EndOfSupplyDraft>("desiredEndAt", "BRS-002"),
      ...outOf<EndOfSupplyDraft>(
        "desiredEndAt",
        "BRS-002",
        "from 2025-01-16 to 2025-03-11",
        "2025-01-15",
        "2025-03-12"
      ),
      breach<EndOfSupplyDraft>({ gsrn: otherPoint, desiredEndAt: day("2025-01-20") }, "gsrn", "BRS-002 E16", unsupplied)
    ]
  }),
  table<MoveOutDraft>({
    name: "move-out",
    process: "BRS-010",
    now: today,
    ask: moveOut,
    before: supplied(),
    valid: { gsrn, endAt: day("2025-01-20") },
    breaches: [
      ...common<MoveOutDraft>("endAt", "BRS-010"),
      ...outOf<MoveOutDraft>("endAt", "BRS-010", "from 2025-01-11 to 2025-03-11", "2025-01-10", "2025-03-12"),
      breach<MoveOutDraft>({ gsrn: otherPoint, endAt: day("2025-01-20") }, "gsrn", "BRS-010 E16", unsupplied)
    ]
  }),
  table<ErroneousSwitchDraft>({
    name: "erroneous switch",
    process: "BRS-003",
    now: today,
    ask: (draft) => reportErroneousSwitch(draft),
    before: signedUp("lives there", "2025-01-10", "2025-01-09"),
    valid: { gsrn, switchAt: day("2025-01-10") },
    breaches: [
      breach<ErroneousSwitchDraft>({ gsrn, switchAt: day("2025-01-09") }, "switchAt", "BRS-003 E16", notThatDay),
      breach<ErroneousSwitchDraft>(
        { gsrn: otherPoint, switchAt: day("2025-01-10") },
        "switchAt",
        "BRS-003 E16",
        notThatDay
      ),
      breach<ErroneousSwitchDraft>(
        { gsrn, switchAt: day("2025-01-08") },
        "switchAt",
        "BRS-003 E22",
        /^it was a move-in: report that as erroneous \(BRS-011\)$/,
        signedUp("moves in", "2025-01-08", "2025-01-08")
      ),
      ...common<ErroneousSwitchDraft>("switchAt", "BRS-003"),
      ...outOf<ErroneousSwitchDraft>(
        "switchAt",
        "BRS-003",
        "from 2024-11-11 to 2025-01-10",
        "2024-11-10",
        "2025-01-11"
      ),
      breach<ErroneousSwitchDraft>(
        { gsrn, switchAt: day("2025-01-10") },
        "switchAt",
        "BRS-003 E22",
        /^the switch took effect at once \(D46\) and cannot be undone$/,
        startedAtOnce
      )
    ]
  }),
  ...(["moveIn", "moveOut"] as const).flatMap((corrects) =>
    ([undefined, "2025-01-05"] as const).map((corrected) =>
      table<ErroneousMoveReport>({
        name: `erroneous ${corrects === "moveIn" ? "move-in" : "move-out"}${corrected === undefined ? "" : ", with its right date"}`,
        process: "BRS-011",
        now: today,
        ask: (report) => reportErroneousMove(report),
        before: corrects === "moveIn" ? supplied("2025-01-02", "E65") : leftOn("2025-01-02"),
        valid: {
          gsrn,
          moveAt: day("2025-01-02"),
          corrects,
          by: "a caseworker",
          ...(corrected === undefined ? {} : { correctedAt: day(corrected) })
        },
        breaches: [
          ...common<ErroneousMoveReport>("moveAt", "BRS-011"),
          ...(corrects === "moveIn" ? notOurMoveIn : notOurMoveOut),
          ...outOf<ErroneousMoveReport>(
            "moveAt",
            "BRS-011",
            "from 2024-11-11 to 2025-01-10",
            "2024-11-10",
            "2025-01-11"
          ),
          breach<ErroneousMoveReport>(
            { moveAt: day("2025-01-02"), correctedAt: day("2025-01-02") },
            "correctedAt",
            undefined,
            /^must be another date than that of the move$/
          ),
          breach<ErroneousMoveReport>({ correctedAt: Number.NaN }, "correctedAt", "BRS-011 D66", /point in time/),
          breach<ErroneousMoveReport>(
            { correctedAt: day("2024-11-09") },
            "correctedAt",
            "BRS-011 E17",
            /^must be from 2024-11-11 to 2025-03-11, got 2024-11-09$/
          ),
          breach<ErroneousMoveReport>(
            { correctedAt: day("2025-03-12") },
            "correctedAt",
            "BRS-011 E17",
            /^must be from 2024-11-11 to 2025-03-11, got 2025-03-12$/
          )
        ]
      })
    )
  )
]
