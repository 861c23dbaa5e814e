import type { LastBillItem } from "../api/AcontoApi.ts"
import { textTable } from "../run/textTable.ts"

const left = (head: string) => ({ head, align: "left" }) as const
const right = (head: string) => ({ head, align: "right" }) as const

/** Part by part what the time cost, less what was prepaid. */
export const lastBillText = (bill: LastBillItem): string => {
  const { beyondDkk, costs, dueDkk, from, gsrn, prepaidDkk, subtotalDkk, to, totalDkk, vatDkk } = bill
  const minus = (dkk: string): string => (dkk === "0.00" ? dkk : `-${dkk}`)
  const isOwed = !dueDkk.startsWith("-")
  const rows = [
    ...costs.map((cost) => [`${cost.from} until ${cost.to}`, cost.subtotalDkk, cost.vatDkk, cost.totalDkk]),
    ["Settled", subtotalDkk, vatDkk, totalDkk],
    ["Prepaid for these days", "", "", minus(prepaidDkk)],
    [isOwed ? "To pay" : "To be paid back", "", "", isOwed ? dueDkk : dueDkk.slice(1)]
  ]
  const after =
    beyondDkk === "0.00"
      ? ""
      : `Of the prepayment ${beyondDkk} DKK is for days after the end: paid back besides where it was paid.\n`
  return `Last bill of ${gsrn}, ${from} until ${to}, DKK\n\n${textTable(
    [left(""), right("Without VAT"), right("VAT"), right("With VAT")],
    rows
  )}${after}`
}
