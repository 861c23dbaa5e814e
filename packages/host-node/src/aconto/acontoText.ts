import { textTable } from "../run/textTable.ts"
import type { AcontoItem, AcontoShareItem } from "../api/AcontoApi.ts"

const left = (head: string) => ({ head, align: "left" }) as const
const right = (head: string) => ({ head, align: "right" }) as const

const untilText = (to: string | undefined): string => to ?? "…"

/** What is agreed, and what of it falls on our supply. */
export const acontoText = ({ gsrn, plans, shares }: AcontoItem): string => {
  if (plans.length + shares.length === 0) return `Nothing is paid in advance for ${gsrn}.\n`
  const agreed = textTable(
    [left("Agreed from"), left("Until"), left("Interval"), right("DKK with VAT")],
    plans.map(({ amountDkk, from, interval, to }) => [from, untilText(to), interval, amountDkk])
  )
  return `${plans.length === 0 ? "Nothing is agreed any more.\n" : agreed}\n${sharesText(shares)}`
}

/** One line a share, with the days that it is for. */
export const sharesText = (shares: ReadonlyArray<AcontoShareItem>): string =>
  textTable(
    [left("Period"), left("Until"), right("DKK with VAT"), right("Days"), left("Reckoned"), left("Because of")],
    shares.map(({ amountDkk, from, parts, processId, reckonedAt, source, to }) => [
      from,
      to,
      amountDkk,
      parts.length === 0 ? "0" : parts.map(({ days }) => days).join(" + "),
      reckonedAt,
      processId === undefined ? source : `${source}, process ${processId}`
    ])
  )
