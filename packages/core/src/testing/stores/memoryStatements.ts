import { Effect, Layer } from "effect"
import { type Statement, Statements } from "../../exchange/index.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { compareText } from "./MemoryTable.ts"

/** Statements in memory. */
export const memoryStatements: Layer.Layer<Statements, never, MemoryTables> = Layer.effect(
  Statements,
  Effect.map(MemoryTables, ({ atomically, statements }) => ({
    add: (news) =>
      atomically(
        Effect.sync(() => {
          for (const one of news) {
            const kept = statements.get(one.subject) ?? []
            if (!kept.some((other) => isSame(one, other))) statements.set(one.subject, [...kept, one])
          }
        })
      ),
    of: (subjects, kinds) =>
      atomically(
        Effect.sync(() =>
          [...new Set(subjects)]
            .flatMap((subject) => statements.get(subject) ?? [])
            .filter(({ kind }) => kinds.includes(kind))
            .sort(asMade)
        )
      )
  }))
)

const isSame = (a: Statement, b: Statement): boolean =>
  a.messageId === b.messageId && a.transactionId === b.transactionId && a.kind === b.kind

const asMade = (a: Statement, b: Statement): number =>
  a.madeAt - b.madeAt ||
  compareText(a.messageId, b.messageId) ||
  compareText(a.transactionId, b.transactionId) ||
  compareText(a.subject, b.subject) ||
  compareText(a.kind, b.kind)
