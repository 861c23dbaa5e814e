import { halfEvenToOere, type Oere, UNITS_PER_OERE } from "../quantity/index.ts"
import { SettlementLine } from "./Settlement.ts"

/** What a line stands for in a period, whatever segments it is split into: lines of one identity add up on a bill. */
export const lineIdentity = ({ gsrn, id, kind, vatClass }: SettlementLine): string =>
  `${id} ${gsrn} ${vatClass} ${kind}`

/**
 * Gives the lines of a correction the øre by which the bill changes: for each identity, the rounded lines as they are
 * now less the rounded lines as they were billed. So a first bill and its corrections add up to what a fresh bill would
 * say, to the øre, however many corrections there were. Each line is its exact difference rounded half-even; where
 * these do not sum to the change of the bill, the øre that remain go to the lines whose rounding lost (or won) most.
 */
export const inBilledOere = (
  differences: ReadonlyArray<SettlementLine>,
  billed: ReadonlyArray<SettlementLine>,
  fresh: ReadonlyArray<SettlementLine>
): ReadonlyArray<SettlementLine> => {
  const change = changeOfBill(billed, fresh)
  const given = new Map<SettlementLine, Oere>()
  for (const [identity, lines] of Map.groupBy(differences, lineIdentity)) {
    const oere = spread(lines, change.get(identity) ?? 0)
    lines.forEach((line, i) => given.set(line, oere[i]!))
  }
  return differences.map((line) =>
    given.get(line) === line.amountOere ? line : new SettlementLine({ ...line, amountOere: given.get(line)! })
  )
}

const changeOfBill = (
  billed: ReadonlyArray<SettlementLine>,
  fresh: ReadonlyArray<SettlementLine>
): ReadonlyMap<string, Oere> => {
  const change = new Map<string, Oere>()
  const add = (line: SettlementLine, oere: Oere) =>
    change.set(lineIdentity(line), (change.get(lineIdentity(line)) ?? 0) + oere)
  for (const line of fresh) add(line, line.amountOere)
  for (const line of billed) add(line, 0 - line.amountOere)
  return change
}

/** Whole øre for each line that sum to the change. */
const spread = (lines: ReadonlyArray<SettlementLine>, change: Oere): ReadonlyArray<Oere> => {
  const oere = lines.map((line) => halfEvenToOere(line.exact))
  const left = change - oere.reduce((sum, one) => sum + one, 0)
  if (left === 0) return oere
  const step = Math.sign(left)
  const lost = lines.map(({ exact }, i) => (exact - BigInt(oere[i]!) * UNITS_PER_OERE) * BigInt(step))
  const inTurn = lines.map((_, i) => i).sort((a, b) => (lost[a] === lost[b] ? a - b : lost[a]! > lost[b]! ? -1 : 1))
  for (let n = 0; n < Math.abs(left); n++) oere[inTurn[n % inTurn.length]!]! += step
  return oere
}
