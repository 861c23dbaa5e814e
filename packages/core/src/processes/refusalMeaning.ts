import type { MarketProcess } from "./MarketProcess.ts"
import type { ProcessEvent, ProcessReason } from "./ProcessEvent.ts"
import type { ProcessKind } from "./ProcessKind.ts"
import { refusalCodes, refusalCodesOf, remedies } from "./refusalCodes.ts"

/** What a refusal code says, and what a person can do. */
export interface RefusalMeaning {
  readonly text: string
  readonly remedy: string
}

const ASK_SUPPORT = "ask DataHub's support"
const UNKNOWN: RefusalMeaning = { text: "a code that is not known", remedy: ASK_SUPPORT }

/**
 * What it means that something was refused with a code, and what can be done about it; `undefined` for a code that is not
 * known. Where a process gives a code a narrower meaning than the list of codes has, that one counts.
 *
 * @param of whose codes they are: the process, `BRS-001`, or what all processes have in common: `RSM-024` for
 * cancellations, `RSM-027` for customer data
 *
 * @example
 * import { refusalMeaning } from "@datahub-settlement/core"
 *
 * refusalMeaning("BRS-001", "D17")?.text // => "the CPR or CVR number is none of the customer who is registered"
 * refusalMeaning("BRS-009", "D17")?.remedy // => "see whether it is a change of supplier (BRS-001)"
 * refusalMeaning("BRS-001", "Z99") // => undefined
 */
export const refusalMeaning = (of: string, code: string): RefusalMeaning | undefined => {
  const narrow = `${of} ${code}`
  const text = own(refusalCodesOf, narrow) ?? own(refusalCodes, code)
  return text === undefined ? undefined : { text, remedy: own(remedies, narrow) ?? own(remedies, code) ?? ASK_SUPPORT }
}

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/**
 * Why something was refused, for people to read: each code with the text that came with it, what the code means and what
 * can be done. A code that is not known is named as it came.
 *
 * @example
 * import { refusalWords } from "@datahub-settlement/core"
 *
 * refusalWords("BRS-010", [{ code: "D07" }])
 * // => "D07: a move is reported already. What to do: ask DataHub's support"
 * refusalWords("BRS-010", [{ code: "Z99", text: "Nyt" }])
 * // => "Z99 Nyt: a code that is not known. What to do: ask DataHub's support"
 * refusalWords("BRS-010", []) // => "no reason was given. What to do: ask DataHub's support"
 */
export const refusalWords = (of: string, reasons: ReadonlyArray<ProcessReason>): string =>
  reasons.length === 0
    ? `no reason was given. What to do: ${ASK_SUPPORT}`
    : reasons.map((reason) => reasonWords(of, reason)).join("; ")

const reasonWords = (of: string, { code, text }: ProcessReason): string => {
  const { remedy, text: means } = refusalMeaning(of, code) ?? UNKNOWN
  return `${text === undefined || text.trim() === "" ? code : `${code} ${text}`}: ${means}. What to do: ${remedy}`
}

const numbers: Readonly<Record<Exclude<ProcessKind, "dataRequest">, string>> = {
  changeOfSupplier: "BRS-001",
  endOfSupply: "BRS-002",
  erroneousSwitch: "BRS-003",
  forcedSwitch: "BRS-044",
  moveIn: "BRS-009",
  moveOut: "BRS-010",
  erroneousMove: "BRS-011",
  customerData: "RSM-027",
  electricHeating: "BRS-041",
  chargeLinks: "BRS-037",
  meteringPoint: "BRS-006",
  closeDown: "BRS-007"
}

const ofDataRequest = { "RSM-015": "BRS-025", "RSM-016": "BRS-026", "RSM-017": "BRS-028" } as const

/** Why a step was refused, in words; `undefined` for a step that is no refusal. */
export const refusalOf = ({ kind, request }: MarketProcess, event: ProcessEvent): string | undefined => {
  switch (event.kind) {
    case "cancellationRefused":
      return refusalWords("RSM-024", event.reasons)
    case "customerDataRefused":
      return refusalWords("RSM-027", event.reasons)
    case "serviceRequestRefused":
      return refusalWords("BRS-039", event.reasons)
    case "refused":
      return refusalWords(
        kind !== "dataRequest" ? numbers[kind] : ofDataRequest[request?.rsm ?? "RSM-015"],
        event.reasons
      )
    default:
      return undefined
  }
}
