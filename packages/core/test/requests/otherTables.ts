import { Effect } from "effect"
import { energinet } from "../../src/market/index.ts"
import {
  buildCustomerData,
  buildMoveIn,
  buildReallocateAnswer,
  type ChargeLinkChange,
  type ChargeLinkChangeDraft,
  type CustomerDataDraft,
  type ElectricHeatingDraft,
  type MoveInDraft,
  type ReallocateAnswerDraft
} from "../../src/messages/index.ts"
import { day, gsrn, us } from "../intake/Making.ts"
import { changeChargeLinks } from "../../src/requests/index.ts"
import { breach, morning, otherPoint, supplied, table, today, wrongDigit, wrongGln } from "./RefusalTable.ts"

const context = { now: today, sender: us, messageId: "m-1", transactionId: "t-1" }

const link: ChargeLinkChange = { charge: { owner: energinet, type: "D03", code: "EA-001" }, from: day("2025-01-01") }
const other = { owner: us, type: "D03", code: "EA-001" } as const
const linkDates = "from 2024-12-20 to 2028-01-10"
const changed = (more: Partial<ChargeLinkChange>) => ({ changes: [{ ...link, ...more }] })
const charged = (type: "D01" | "D02" | "D03" | "D09", code = "EA-001") =>
  changed({ charge: { owner: energinet, type: type as "D03", code } })
const ofLinks = (change: Partial<ChargeLinkChangeDraft>, field: string, rule: string | undefined, reason: RegExp) =>
  breach<ChargeLinkChangeDraft>(change, field, rule, reason)

const answer: ReallocateAnswerDraft = {
  process: "BRS-003",
  gsrn,
  requestTransactionId: "t-0",
  requestedAt: morning("2025-01-08"),
  accepted: true
}

const contacts = ["D01", "D04"].map((type) => ({
  type,
  name: "Nordlys ApS",
  address: { streetName: "Havnegade", number: "1", addressId: "0a3f50b8-3412-32b8-e044-0003ba298018" }
}))

/** Documents that no request of their own sends, and what a service never gives wrongly. */
export const otherTables = [
  table<ChargeLinkChangeDraft>({
    name: "links of Energinet's charges",
    process: "BRS-037",
    now: today,
    ask: changeChargeLinks,
    valid: { gsrn, changes: [link] },
    before: supplied(),
    breaches: [
      ofLinks({ gsrn: otherPoint }, "gsrn", "BRS-037 E16", /^we do not supply it on that day$/),
      ofLinks(
        changed({ stop: true }),
        "changes[0].stop",
        "BRS-037 E50",
        /^5790000432752.D03.EA-001 is not linked on that day$/
      ),
      ofLinks({ gsrn: wrongDigit }, "gsrn", "BRS-037 E10", /check digit/),
      ofLinks({ changes: [] }, "changes", undefined, /^there must be one at least$/),
      ofLinks(changed({ charge: other }), "changes[0].charge.owner", "BRS-037 D26", /^must be Energinet, \d{13}$/),
      ofLinks(charged("D09"), "changes[0].charge.type", "BRS-037 D14", /^must be D01, D02 or D03$/),
      ofLinks(charged("D03", "12345678901"), "changes[0].charge.code", "BRS-037 D14", /^must have 1 to 10 characters$/),
      ofLinks(changed({ quantity: 2 }), "changes[0].quantity", "BRS-037", /^must be 1, a tariff counts once$/),
      ofLinks(
        { changes: [{ ...charged("D01").changes[0]!, quantity: 0.5 }] },
        "changes[0].quantity",
        "BRS-037",
        /^must be a whole number from 1$/
      ),
      ofLinks({ changes: [link, link] }, "changes[1]", "BRS-037 D14", /^the same charge changes twice on that date$/),
      ofLinks(
        changed({ from: day("2024-12-19") }),
        "changes[0].from",
        "BRS-037 E17",
        new RegExp(`^must be ${linkDates}, got 2024-12-19$`)
      ),
      ofLinks(
        changed({ from: day("2028-01-11") }),
        "changes[0].from",
        "BRS-037 E17",
        new RegExp(`^must be ${linkDates}`)
      ),
      ofLinks(changed({ from: 1 }), "changes[0].from", "BRS-037 D66", /point in time/)
    ]
  }),
  table<ElectricHeatingDraft>({
    name: "electric heating",
    process: "BRS-041",
    now: today,
    ask: (draft) => Effect.fromResult(buildCustomerData(draft, context)),
    valid: { reason: "D20", gsrn, startAt: day("2024-12-20"), electricHeating: true },
    breaches: [
      breach<ElectricHeatingDraft>({ gsrn: wrongDigit }, "gsrn", "BRS-041 E10", /check digit/),
      ...["2024-12-19", "2025-01-11"].map((date) =>
        breach<ElectricHeatingDraft>(
          { startAt: day(date) },
          "startAt",
          "BRS-041 E17",
          new RegExp(`^must be from 2024-12-20 to 2025-01-10, got ${date}$`)
        )
      ),
      breach<ElectricHeatingDraft>(
        { startAt: day("2024-12-20"), supplyStart: day("2024-12-21") },
        "startAt",
        "BRS-041 E17",
        /^must not lie before our supply$/
      ),
      breach<ElectricHeatingDraft>({ supplyStart: 7 }, "supplyStart", "BRS-041 D66", /point in time/)
    ]
  }),
  table<ReallocateAnswerDraft>({
    name: "answer to a request for resumption",
    process: "BRS-003",
    now: today,
    ask: (draft) => Effect.fromResult(buildReallocateAnswer(draft, context)),
    valid: answer,
    breaches: [
      breach<ReallocateAnswerDraft>({ gsrn: wrongDigit }, "gsrn", "BRS-003 E10", /check digit/),
      breach<ReallocateAnswerDraft>(
        { requestTransactionId: "" },
        "requestTransactionId",
        undefined,
        /^must have 1 to 36/
      ),
      breach<ReallocateAnswerDraft>(
        { requestedAt: today + 1 },
        "requestedAt",
        undefined,
        /^must be a point in time that is past/
      ),
      breach<ReallocateAnswerDraft>(
        { requestedAt: morning("2025-01-06"), replyBy: undefined },
        "requestedAt",
        "BRS-003 E17",
        /^the last day for an answer was 2025-01-09; silence has counted as yes$/
      ),
      breach<ReallocateAnswerDraft>(
        { replyBy: "2025-01-09" },
        "replyBy",
        "BRS-003 E17",
        /^the last day for an answer was 2025-01-09; silence has counted as yes$/
      ),
      breach<ReallocateAnswerDraft>({ replyBy: "9 January" }, "replyBy", undefined, /YYYY-MM-DD|date/)
    ]
  }),
  table<MoveInDraft>({
    name: "move-in under the purchase obligation",
    process: "BRS-009",
    now: today,
    ask: (draft) => Effect.fromResult(buildMoveIn(draft, context)),
    valid: {
      gsrn,
      startAt: day("2024-11-26"),
      kind: "ordinary",
      cvr: "12345678",
      customerName: "Vind ApS",
      balanceResponsible: "5790009990024",
      purchaseObligation: true
    },
    breaches: [
      breach<MoveInDraft>({ balanceResponsible: wrongGln }, "balanceResponsible", "BRS-009 E18", /check digit/),
      ...["2024-11-25", "2025-03-12"].map((date) =>
        breach<MoveInDraft>(
          { startAt: day(date) },
          "startAt",
          "BRS-009 E17",
          new RegExp(`^must be from 2024-11-26 to 2025-03-11, got ${date}$`)
        )
      )
    ]
  }),
  ...(
    [
      ["E03", "BRS-001", "2025-01-10", "2025-01-11 or later"],
      ["E65", "BRS-009", "2024-12-25", "2024-12-26 or later"]
    ] as const
  ).map(([reason, process, late, allowed]) =>
    table<CustomerDataDraft>({
      name: `customer data with ${reason}, as a document`,
      process,
      now: today,
      ask: (draft) => Effect.fromResult(buildCustomerData(draft, context)),
      valid: { reason, gsrn, startAt: day("2025-02-01"), customer: { name: "Nordlys ApS", cvr: "12345678", contacts } },
      breaches: [
        breach<CustomerDataDraft>({ gsrn: wrongDigit }, "gsrn", `${process} E10`, /check digit/),
        breach<CustomerDataDraft>(
          { startAt: day(late) },
          "startAt",
          `${process} E17`,
          new RegExp(`^must be ${allowed}, got ${late}$`)
        )
      ]
    })
  )
]
