import { formatInstant } from "../market/index.ts"
import type { ProcessEffect } from "./ProcessEffect.ts"

/**
 * What a step asks for, in words.
 *
 * @example
 * import { effectText } from "@datahub-settlement/core"
 *
 * effectText({ kind: "send", rsm: "RSM-027", processType: "E34" }) // => "send RSM-027/E34"
 * effectText({ kind: "closeSupply", at: Date.UTC(2025, 4, 31, 22) }) // => "close supply at 2025-05-31T22:00:00Z"
 */
export const effectText = (effect: ProcessEffect): string => {
  const before = "by" in effect && effect.by !== undefined ? ` before ${formatInstant(effect.by)}` : ""
  switch (effect.kind) {
    case "send":
      return `send ${effect.rsm}/${effect.processType}${before}`
    case "task":
      return `task: ${effect.what}${before}`
    case "undoProcess":
      return `undo ${effect.of} as ${effect.role} of ${formatInstant(effect.effectiveAt)}`
    case "finalSettlement":
      return `final settlement to ${formatInstant(effect.end)} before ${formatInstant(effect.dueBy)}`
    default: {
      const name = effect.kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      const at = "at" in effect ? ` at ${formatInstant(effect.at)}` : ""
      const from = "from" in effect ? ` from ${formatInstant(effect.from)}` : ""
      const to = "to" in effect && effect.to !== undefined ? ` to ${formatInstant(effect.to)}` : ""
      return `${name}${at}${from}${to}`
    }
  }
}
