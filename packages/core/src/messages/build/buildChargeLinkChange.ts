import type { Result } from "effect"
import { type ChargeKey, chargeKeyText, type ChargeLink } from "../../charges/index.ts"
import { energinet, type Gsrn, type Instant } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { encodeChargeLinkRequest } from "../RequestChangeBillingMasterData.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { dateIssues, dateWindows } from "./dateWindows.ts"
import { gsrnIssues } from "./draftChecks.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** One change of one link. */
export interface ChargeLinkChange {
  /** A charge of Energinet: its tariffs, and the electricity tax. Those of a grid company are its own to link. */
  readonly charge: ChargeKey
  /** From when, a Danish midnight: at most 21 days back or three years ahead. */
  readonly from: Instant
  /** The charge applies no longer from then on; without it the link is made, or its count changed. */
  readonly stop?: boolean | undefined
  /** Pieces, a whole number from 1; always 1 for a tariff, and 1 without it. */
  readonly quantity?: number | undefined
}

/** Changes of the charge links of one metering point. */
export interface ChargeLinkChangeDraft {
  readonly gsrn: string
  readonly changes: ReadonlyArray<ChargeLinkChange>
}

/**
 * RSM-030 with D17: makes, changes or stops links of Energinet's charges to a metering point (BRS-037). A link runs until
 * it is stopped; a point that is exempt from tax has a zero tariff, not a missing link. Fails with every rule that the
 * draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildChargeLinkChange, energinet, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const from = MarketCalendar.startOfDay(LocalDate.make("2025-05-01"))
 * const charge = { owner: energinet, type: "D03" as const, code: "EA-001" }
 * const built = buildChargeLinkChange(
 *   { gsrn: "571313999000000010", changes: [{ charge, from, stop: true }] },
 *   { now: Date.UTC(2025, 4, 5, 10), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * )
 * Result.getOrThrow(built).process // => "BRS-037"
 */
export const buildChargeLinkChange = (
  { changes, gsrn }: ChargeLinkChangeDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> =>
  supplierDocument(
    {
      name: "RequestChangeBillingMasterData",
      process: "BRS-037",
      processType: "D17",
      issues: [
        ...gsrnIssues("gsrn", gsrn),
        ...(changes.length === 0 ? [{ field: "changes", reason: "there must be one at least" }] : []),
        ...changes.flatMap((change, index) => changeIssues(change, `changes[${index}]`, context.now)),
        ...repeatedIssues(changes)
      ],
      write: (header) =>
        encodeChargeLinkRequest({
          header,
          records: [
            {
              transactionId: context.transactionId,
              gsrn: gsrn as Gsrn,
              links: changes.map((change) => linkOf(gsrn as Gsrn, change))
            }
          ]
        })
    },
    context
  )

/** A stop has its effective date and its end on the same day. */
const linkOf = (gsrn: Gsrn, { charge, from, quantity = 1, stop }: ChargeLinkChange): ChargeLink => ({
  gsrn,
  charge,
  quantity,
  from,
  ...(stop === true ? { to: from } : {})
})

/** On the wire the id of a charge has at most this many characters. */
const CODE_LENGTH_MAX = 10

const changeIssues = (
  { charge, from, quantity = 1 }: ChargeLinkChange,
  field: string,
  now: Instant
): ReadonlyArray<RequestIssue> => [
  ...(charge.owner === energinet
    ? []
    : [{ field: `${field}.charge.owner`, reason: `must be Energinet, ${energinet}`, rule: "D26" }]),
  ...(["D01", "D02", "D03"].includes(charge.type)
    ? []
    : [{ field: `${field}.charge.type`, reason: "must be D01, D02 or D03", rule: "D14" }]),
  ...(charge.code.trim() !== "" && charge.code.length <= CODE_LENGTH_MAX
    ? []
    : [{ field: `${field}.charge.code`, reason: `must have 1 to ${CODE_LENGTH_MAX} characters`, rule: "D14" }]),
  ...(Number.isInteger(quantity) && quantity >= 1 && (charge.type !== "D03" || quantity === 1)
    ? []
    : [
        {
          field: `${field}.quantity`,
          reason: charge.type === "D03" ? "must be 1, a tariff counts once" : "must be a whole number from 1",
          rule: "BRS-037"
        }
      ]),
  ...dateIssues(`${field}.from`, from, dateWindows.chargeLinks, now)
]

/** Two changes of one charge on one date contradict each other (D14). */
const repeatedIssues = (changes: ReadonlyArray<ChargeLinkChange>): ReadonlyArray<RequestIssue> => {
  const seen = new Set<string>()
  return changes.flatMap(({ charge, from }, index) => {
    const key = `${chargeKeyText(charge)} ${from}`
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [{ field: `changes[${index}]`, reason: "the same charge changes twice on that date", rule: "D14" }]
  })
}
