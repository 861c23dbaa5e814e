import { checkTerms } from "../settlement/priceFaults.ts"
import type { SettlementProblem } from "../settlement/index.ts"
import type { Contract } from "./PortfolioChanges.ts"

/** Why nothing could be settled by what is agreed, in words; nothing where it can. */
export const contractFaults = ({ from, gsrn, terms, to }: Contract): ReadonlyArray<string> => {
  const problems: Array<SettlementProblem> = []
  checkTerms(gsrn, [{ ...terms, from, to }], problems)
  return problems.map((problem) => (problem._tag === "InvalidPrice" ? problem.reason : problem.message))
}
