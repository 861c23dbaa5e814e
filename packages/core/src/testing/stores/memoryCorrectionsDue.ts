import { Effect, Layer } from "effect"
import type { Instant } from "../../market/index.ts"
import { type CorrectionDue, CorrectionsDue, SettlementRunStore } from "../../runs/index.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { compareText, keyOf } from "./MemoryTable.ts"

/** Corrections that are due, in memory; which runs were begun is asked of the run store. */
export const memoryCorrectionsDue: Layer.Layer<CorrectionsDue, never, MemoryTables | SettlementRunStore> = Layer.effect(
  CorrectionsDue,
  Effect.gen(function* () {
    const { atomically, corrections } = yield* MemoryTables
    const runs = yield* SettlementRunStore
    return {
      settledUntil: settledUntil(runs),
      note: (news) =>
        atomically(
          Effect.sync(() => {
            for (const correction of news) {
              const key = correctionKey(correction)
              if (corrections.get(key) === undefined) corrections.set(key, { correction, isSettled: false })
            }
          })
        ),
      open: (limit) =>
        atomically(
          Effect.sync(() =>
            corrections
              .all()
              .flatMap(({ correction, isSettled }) => (isSettled ? [] : [correction]))
              .sort(byPointAndTime)
              .slice(0, limit)
          )
        ),
      settle: (taken) =>
        atomically(
          Effect.sync(() => {
            for (const key of taken.map(correctionKey)) {
              const known = corrections.get(key)
              if (known !== undefined) corrections.set(key, { ...known, isSettled: true })
            }
          })
        )
    }
  })
)

const settledUntil = (runs: SettlementRunStore["Service"]) =>
  Effect.gen(function* () {
    let until: Instant | undefined
    for (const { kind, period } of yield* runs.list(Number.MAX_SAFE_INTEGER)) {
      if (kind === "settlement") until = Math.max(until ?? period.to, period.to)
    }
    return until
  })

const correctionKey = ({ cause, gsrn, messageId, period }: CorrectionDue): string =>
  keyOf(gsrn, period.from, period.to, cause, messageId)

const byPointAndTime = (a: CorrectionDue, b: CorrectionDue): number =>
  compareText(a.gsrn, b.gsrn) ||
  a.period.from - b.period.from ||
  a.period.to - b.period.to ||
  compareText(a.cause, b.cause) ||
  compareText(a.messageId, b.messageId)
