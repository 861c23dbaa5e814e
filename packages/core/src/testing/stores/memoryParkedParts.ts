import { Effect, Layer } from "effect"
import { type ParkedPart, ParkedParts } from "../../exchange/index.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { compareText, keyOf, type MemoryTable } from "./MemoryTable.ts"

type Parts = MemoryTable<ParkedPart>

/** Parked parts in memory. */
export const memoryParkedParts: Layer.Layer<ParkedParts, never, MemoryTables> = Layer.effect(
  ParkedParts,
  Effect.map(MemoryTables, ({ atomically, parts }) => ({
    park: (news) => atomically(Effect.sync(() => park(parts, news))),
    takeUp: (waitsFor, effects) => atomically(Effect.suspend(() => effects(take(parts, new Set(waitsFor))))),
    list: (limit) => atomically(Effect.sync(() => parts.all().toSorted(oldestFirst).slice(0, limit))),
    waitedFor: (limit) =>
      atomically(
        Effect.sync(() => {
          const texts = parts
            .all()
            .toSorted((a, b) => a.parkedAt - b.parkedAt || compareText(a.waitsFor, b.waitsFor))
            .map(({ waitsFor }) => waitsFor)
          return [...new Set(texts)].slice(0, limit)
        })
      ),
    count: atomically(Effect.sync(() => parts.size))
  }))
)

const park = (parts: Parts, news: ReadonlyArray<ParkedPart>): void => {
  for (const one of news) {
    const key = keyOf(one.messageId, one.part)
    if (parts.get(key) === undefined) parts.set(key, one)
  }
}

const take = (parts: Parts, waitsFor: ReadonlySet<string>): ReadonlyArray<ParkedPart> => {
  const taken = parts.all().filter((one) => waitsFor.has(one.waitsFor))
  for (const { messageId, part } of taken) parts.delete(keyOf(messageId, part))
  return taken.sort((a, b) => a.createdAt - b.createdAt || byId(a, b))
}

const oldestFirst = (a: ParkedPart, b: ParkedPart): number => a.parkedAt - b.parkedAt || byId(a, b)

const byId = (a: ParkedPart, b: ParkedPart): number =>
  compareText(a.messageId, b.messageId) || compareText(a.part, b.part)
