import {
  type LedgerMessage,
  meteringDays,
  MeteringLedger,
  type MeteringSeries,
  type Period,
  periodOf,
  seriesOfDay,
  takeReadings
} from "@datahub-settlement/core"
import { Effect } from "effect"
import type { FolderContents } from "../folder/FolderContents.ts"

const SOURCE = "import"

/** What adding readings did. */
export interface AppendedReadings {
  readonly days: number
  readonly knownMessages: number
}

/** Adds the readings of a folder that are in memory to the ledger and takes them out of memory. */
export const appendReadings = Effect.fn("appendReadings")(function* (contents: FolderContents) {
  const messages = messagesOf(contents)
  contents.series.clear()
  if (messages.length === 0) return { days: 0, knownMessages: 0 } satisfies AppendedReadings
  const outcome = yield* takeReadings(messages, SOURCE)
  if (outcome.knownMessages > 0) yield* checkKnown(contents, messages)
  return outcome
})

const messagesOf = ({ series }: FolderContents): ReadonlyArray<LedgerMessage> => {
  const all = [...series.values()].flatMap((byIds) => [...byIds.values()].flat())
  return Array.from(
    Map.groupBy(all, ({ messageId }) => messageId),
    ([messageId, ofMessage]) => ({ messageId, series: ofMessage })
  )
}

/** The ledger takes a message once: another one with its id must not go under in silence. */
const checkKnown = Effect.fnUntraced(function* (contents: FolderContents, messages: ReadonlyArray<LedgerMessage>) {
  const all = messages.flatMap(({ series }) => series)
  const stored = yield* (yield* MeteringLedger).readings({
    gsrns: [...new Set(all.map(({ gsrn }) => gsrn))],
    period: periodOfAll(all)
  })
  const storedDays = new Set(stored.map(textOf))
  for (const { messageId, series } of messages) {
    const lost = series.filter((one) => meteringDays(one).some((day) => !storedDays.has(textOf(seriesOfDay(day)))))
    if (lost.length === 0) continue
    const gsrns = [...new Set(lost.map(({ gsrn }) => gsrn))]
    contents.problems.push({
      kind: "KnownMessage",
      ...(gsrns.length === 1 ? { gsrn: gsrns[0] } : {}),
      message:
        `RSM-012 ${messageId} is in the ledger already with other readings of ${gsrns.join(", ")}: these were not recorded. ` +
        "A correction comes as a message of its own."
    })
  }
})

const periodOfAll = (series: ReadonlyArray<MeteringSeries>): Period => {
  const periods = series.map(periodOf)
  return {
    from: periods.reduce((earliest, { from }) => Math.min(earliest, from), Number.POSITIVE_INFINITY),
    to: periods.reduce((latest, { to }) => Math.max(latest, to), Number.NEGATIVE_INFINITY)
  }
}

/** All that a day of a series says. */
const textOf = (series: MeteringSeries): string =>
  [
    series.gsrn,
    series.messageId,
    series.transactionId,
    series.start,
    series.registeredAt,
    series.resolution,
    series.unit,
    series.quantitiesWh.join(" "),
    series.qualities.join(" ")
  ].join("/")
