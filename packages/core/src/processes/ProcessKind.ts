/**
 * A market process, by what happens. Two of them have numbers that differ between sources: the erroneous switch is
 * BRS-003 (also called BRS-042), the erroneous move BRS-011.
 */
export type ProcessKind =
  | "changeOfSupplier"
  | "endOfSupply"
  | "erroneousSwitch"
  | "forcedSwitch"
  | "moveIn"
  | "moveOut"
  | "erroneousMove"
  | "customerData"
  | "electricHeating"
  | "chargeLinks"
  | "meteringPoint"
  | "closeDown"
  | "dataRequest"

/** On which side of a process we are. */
export type ProcessRole =
  | "gaining"
  | "losing"
  | "current"
  | "previous"
  | "new"
  | "reporting"
  | "adding"
  | "removing"
  | "requesting"

const numbers: Readonly<Record<string, ProcessKind>> = {
  "BRS-001": "changeOfSupplier",
  "BRS-002": "endOfSupply",
  "BRS-003": "erroneousSwitch",
  "BRS-042": "erroneousSwitch",
  "BRS-044": "forcedSwitch",
  "BRS-009": "moveIn",
  "BRS-010": "moveOut",
  "BRS-011": "erroneousMove",
  "BRS-015": "customerData",
  "BRS-037": "chargeLinks",
  "BRS-041": "electricHeating",
  "BRS-004": "meteringPoint",
  "BRS-006": "meteringPoint",
  "BRS-008": "meteringPoint",
  "BRS-013": "meteringPoint",
  "BRS-007": "closeDown",
  "BRS-024": "dataRequest",
  "BRS-025": "dataRequest",
  "BRS-026": "dataRequest",
  "BRS-028": "dataRequest"
}

/**
 * Which process a number means; `undefined` for one that is not kept track of here.
 *
 * @example
 * import { processKindOf } from "@datahub-settlement/core"
 *
 * processKindOf("BRS-003") // => "erroneousSwitch"
 * processKindOf("BRS-042") // => "erroneousSwitch"
 * processKindOf("BRS-021") // => undefined
 */
export const processKindOf = (brs: string): ProcessKind | undefined =>
  Object.hasOwn(numbers, brs) ? numbers[brs] : undefined
