import { Effect, Option } from "effect"
import type { Gsrn } from "../market/index.ts"
import type { CancellationNotice } from "../messages/index.ts"
import { definitionOf, isOver, type MarketProcess, ProcessStore } from "../processes/index.ts"

/** RSM-025: a request on a metering point was taken back. */
export interface CancellationNews {
  readonly kind: "cancelled"
  readonly gsrn: Gsrn
  readonly processType: string
  /** The transaction id of the request, where it is told. */
  readonly cancels?: string | undefined
}

/** RSM-025 is meant for grid companies; one that comes to us is about a request of ours, or tells us of another's. */
export const newsOfCancellations = ({
  header: { processType },
  records
}: CancellationNotice): ReadonlyArray<CancellationNews> =>
  records.map(({ cancels, gsrn }) => ({
    kind: "cancelled",
    gsrn,
    processType,
    ...(cancels === undefined ? {} : { cancels })
  }))

/**
 * What a person has to find out about it. Nothing is cancelled by it: which keys the document has is not published, and
 * what does cancel a process comes as a notice (RSM-004) or as the answer to our own RSM-024.
 */
export const cancellationNotes = Effect.fnUntraced(function* ({ cancels, gsrn, processType }: CancellationNews) {
  const store = yield* ProcessStore
  const told = `DataHub tells of a cancellation (RSM-025/${processType}) on ${gsrn}${cancels === undefined ? "" : `, of ${cancels}`}`
  const named = cancels === undefined ? Option.none<MarketProcess>() : yield* store.findByRequest(cancels)
  if (Option.isSome(named)) {
    return [
      isOver(named.value)
        ? `${told}: ${nameOf(named.value)} has ended`
        : `task: See whether ${nameOf(named.value)} is cancelled. ${told}, which is a request of this process; it stays as it is`
    ]
  }
  const open = (yield* store.openFor(gsrn)).filter(
    (process) => process.requestTransactionId !== undefined && !isOver(process)
  )
  if (cancels !== undefined || open.length === 0) return [`${told}: it is no request of ours`]
  return [
    `task: See whether ${open.map(nameOf).join(" or ")} is cancelled. ${told}, and does not say of which request; nothing is changed`
  ]
})

const nameOf = (process: MarketProcess): string => {
  const { states, title } = definitionOf(process)
  return `process ${process.id} (${title}, "${states[process.state]?.title ?? process.state}")`
}
