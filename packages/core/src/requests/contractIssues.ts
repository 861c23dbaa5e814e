import { acontoFault, type AcontoPlan } from "../invoicing/index.ts"
import { type Gsrn, type Instant, MarketCalendar } from "../market/index.ts"
import type { RequestIssue } from "../messages/index.ts"
import { type Contract, contractFaults } from "../portfolio/index.ts"

/** What is agreed with a sign-up: from its first day on. */
export type AgreedContract = Omit<Contract, "gsrn" | "from">

/** What keeps a contract from being settled, said before anything is sent. */
export const contractIssues = (
  gsrn: Gsrn,
  from: Instant,
  contract: AgreedContract | undefined
): ReadonlyArray<RequestIssue> => {
  if (contract === undefined) return []
  const { terms, to } = contract
  return [
    ...(terms.name.trim() === ""
      ? [{ field: "contract.terms.name", reason: "must be given: it stands on the invoice" }]
      : []),
    ...(to === undefined || (to > from && MarketCalendar.isLocalMidnight(to))
      ? []
      : [{ field: "contract.to", reason: "must be midnight in Denmark after the first day" }]),
    ...contractFaults({ ...contract, gsrn, from }).map((reason) => ({ field: "contract.terms", reason }))
  ]
}

/** What keeps a prepayment from being recorded, said before anything is sent. */
export const acontoIssues = (
  aconto: Pick<AcontoPlan, "interval" | "amountOere"> | undefined
): ReadonlyArray<RequestIssue> => {
  const reason = aconto && acontoFault(aconto)
  return reason === undefined ? [] : [{ field: "aconto", reason }]
}
