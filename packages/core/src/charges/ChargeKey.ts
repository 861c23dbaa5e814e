import type { Gln } from "../market/index.ts"

/** D01 subscription ("abonnement"), D02 fee ("gebyr"), D03 tariff. */
export type ChargeType = "D01" | "D02" | "D03"

/** What identifies a charge: owner, type and code together. N1 uses `CD` for a tariff and for a subscription. */
export interface ChargeKey {
  readonly owner: Gln
  readonly type: ChargeType
  /** The owner's own id, at most 10 characters on the wire; may hold spaces. */
  readonly code: string
}

/** The key as text, `5790000432752/D03/EA-001`: for maps, messages and sorting. */
export const chargeKeyText = (key: ChargeKey): string => `${key.owner}/${key.type}/${key.code}`
