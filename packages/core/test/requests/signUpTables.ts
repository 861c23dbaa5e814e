import { Effect } from "effect"
import { handleMessage } from "../../src/intake/index.ts"
import { signUp, type SignUp } from "../../src/requests/index.ts"
import { spotProductOf } from "../../src/testing/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"
import { breach, supplied, table, today, tooShort, wrongDigit, wrongGln } from "./RefusalTable.ts"

const { from: _, ...terms } = spotProductOf()

const wish: SignUp = {
  gsrn,
  startAt: day("2025-02-01"),
  customer: "lives there",
  name: "Nordlys ApS",
  cvr: "12345678",
  balanceResponsible: "5790009990024",
  contract: { terms }
}

const agreed = (change: Partial<typeof terms>) => ({ contract: { terms: { ...terms, ...change } } })
const blend = { kind: "blend", spotSharePercent: 120, margin: 0, supplement: 0, price: 0 } as const

const agreements = [
  breach<SignUp>(agreed({ name: " " }), "contract.terms.name", undefined, /^must be given: it stands on the invoice$/),
  breach<SignUp>({ aconto: { interval: "quarter", amountOere: 0.5 } }, "aconto", undefined, /whole øre/),
  breach<SignUp>(agreed({ subscriptionPerMonth: 0.5 }), "contract.terms", undefined, /whole/),
  breach<SignUp>(agreed({ energy: blend }), "contract.terms", undefined, /^the spot share must be a whole percentage/),
  ...[day("2024-01-01"), day("2027-03-01") + 1].map((to) =>
    breach<SignUp>(
      { contract: { terms, to } },
      "contract.to",
      undefined,
      /^must be midnight in Denmark after the first day/
    )
  )
]

const common = (rule: (code: string) => string) => [
  breach<SignUp>({ gsrn: wrongDigit }, "gsrn", rule("E10"), /check digit 1, expected 0/),
  breach<SignUp>({ gsrn: tooShort }, "gsrn", rule("E10"), /18 digits/),
  breach<SignUp>({ startAt: Number.NaN }, "startAt", rule("D66"), /^must be a point in time, in milliseconds$/),
  breach<SignUp>(
    { startAt: day("2025-02-01") + 3_600_000 },
    "startAt",
    rule("D66"),
    /^must be midnight in Denmark, got 2025-02-01T00:00:00Z$/
  ),
  breach<SignUp>(
    { cvr: "12345678", cpr: "0101901234" },
    "cpr",
    rule("D17"),
    /^must not be given together with a CVR number$/
  ),
  breach<SignUp>(
    { cvr: undefined, cpr: undefined },
    "cvr",
    rule("D17"),
    /^a CVR number or a CPR number must be given$/
  ),
  breach<SignUp>({ cvr: "1234567" }, "cvr", rule("D17"), /^a CVR number has 8 digits$/),
  breach<SignUp>({ cvr: "02345678" }, "cvr", rule("D17"), /^a CVR number has 8 digits$/),
  ...["010190123", "3002901234", "0113901234", "9901901234", "0001901234", "010190-1234", ""].map((cpr) =>
    breach<SignUp>(
      { cvr: undefined, cpr },
      "cpr",
      rule("D17"),
      /^a CPR number has 10 digits and begins with a date of birth$/
    )
  ),
  breach<SignUp>({ name: " " }, "customerName", rule("D03"), /^must be given$/),
  breach<SignUp>({ name: "(Ukendt)" }, "customerName", rule("D03"), /^must be a customer's name, not \(ukendt\)$/),
  breach<SignUp>(
    { balanceResponsible: wrongGln },
    "balanceResponsible",
    rule("E18"),
    /GLN .* check digit 8, expected 7/
  ),
  breach<SignUp>({ balanceResponsible: "579" }, "balanceResponsible", rule("E18"), /GLN must be 13 digits/),
  ...agreements
]

/** The metering point was a customer's of ours, and is closed down. */
const closed = Effect.gen(function* () {
  const made = new Making()
  made.masterData("E03", { validFrom: day("2023-01-01"), supplyStart: day("2023-01-01") })
  made.notice("D14", day("2024-01-01"))
  yield* Effect.forEach(made.messages, handleMessage)
})

const isClosed = (process: string) =>
  breach<SignUp>({ gsrn, startAt: wish.startAt }, "gsrn", `${process} D16`, /^it is closed down$/, closed)

const outOf = (date: string, process: string, allowed: string) =>
  breach<SignUp>({ startAt: day(date) }, "startAt", `${process} E17`, new RegExp(`^must be ${allowed}, got ${date}$`))

const moveInDates = "from 2025-01-03 to 2025-03-11"

export const signUpTables = [
  table<SignUp>({
    name: "sign-up of a customer who lives there",
    process: "BRS-001",
    now: today,
    ask: signUp,
    valid: wish,
    breaches: [
      ...common((code) => `BRS-001 ${code}`),
      outOf("2025-01-10", "BRS-001", "from 2025-01-11 to 2026-01-10"),
      outOf("2026-01-11", "BRS-001", "from 2025-01-11 to 2026-01-10"),
      breach<SignUp>(
        { gsrn, startAt: wish.startAt },
        "gsrn",
        "BRS-001 E16",
        /^we supply it on that day already$/,
        supplied()
      ),
      isClosed("BRS-001")
    ]
  }),
  table<SignUp>({
    name: "sign-up of a customer who moves in",
    process: "BRS-009",
    now: today,
    ask: signUp,
    valid: { ...wish, customer: "moves in" },
    breaches: [
      ...common((code) => `BRS-009 ${code}`),
      outOf("2025-01-02", "BRS-009", moveInDates),
      outOf("2025-03-12", "BRS-009", moveInDates),
      isClosed("BRS-009")
    ]
  }),
  table<SignUp>({
    name: "sign-up of an owner",
    process: "BRS-009",
    now: today,
    ask: signUp,
    valid: { ...wish, customer: "is registered as owner" },
    breaches: [
      ...common((code) => `BRS-009 ${code}`),
      outOf("2025-01-02", "BRS-009", moveInDates),
      outOf("2025-03-12", "BRS-009", moveInDates),
      breach<SignUp>(
        { gsrn, cvr: wish.cvr, startAt: wish.startAt },
        "cvr",
        "BRS-009 D17",
        /^this customer is registered on that day already$/,
        supplied("2024-01-01", "E03", wish.cvr)
      ),
      isClosed("BRS-009")
    ]
  })
]
