import { Effect, Layer } from "effect"
import {
  type AnyPrice,
  type Charge,
  chargeKeyText,
  type ChargesQuery,
  ChargeStore,
  chargesToRecord,
  type ChargeToRecord,
  priceRules,
  type PriceVersion,
  sameCharge
} from "../../charges/index.ts"
import { clip, type Instant } from "../../market/index.ts"
import { isKnown, supersede } from "../../storage/index.ts"
import { currentOf, type Remembered, remember } from "./Remembered.ts"
import { MemoryKnowledge } from "./MemoryKnowledge.ts"

interface StoredCharge {
  readonly information: Array<Remembered<Charge>>
  readonly prices: Array<Remembered<PriceVersion<AnyPrice>>>
}

/** The charge store in memory. */
export const memoryChargeStore: Layer.Layer<ChargeStore, never, MemoryKnowledge> = Layer.effect(
  ChargeStore,
  Effect.gen(function* () {
    const knowledge = yield* MemoryKnowledge
    const stored = new Map<string, StoredCharge>()
    return {
      record: Effect.fnUntraced(function* (charges: ReadonlyArray<Charge>, source: string) {
        const toRecord = yield* Effect.fromResult(chargesToRecord(charges, source))
        const at = yield* knowledge.recordingInstant
        const outcome = { charges: 0, added: 0, superseded: 0 }
        for (const one of toRecord) {
          if (!stored.has(one.id)) stored.set(one.id, { information: [], prices: [] })
          const { added, changed, superseded } = recordOne(stored.get(one.id)!, one, at)
          outcome.charges += changed
          outcome.added += added
          outcome.superseded += superseded
        }
        return outcome
      }),
      charges: (query) => Effect.sync(() => chargesOf(stored, query))
    }
  })
)

const recordOne = (stored: StoredCharge, { charge, versions }: ChargeToRecord, at: Instant) => {
  const [known] = currentOf(stored.information)
  const changed = known === undefined || !sameCharge(known, charge)
  if (changed) remember(stored.information, { closed: known === undefined ? [] : [known], added: [charge] }, at)
  const prices = supersede(currentOf(stored.prices), versions, [], priceRules)
  remember(stored.prices, prices, at)
  return { changed: changed ? 1 : 0, added: prices.added.length, superseded: prices.closed.length }
}

const chargesOf = (
  stored: ReadonlyMap<string, StoredCharge>,
  { asOf, keys, period }: ChargesQuery
): ReadonlyArray<Charge> => {
  const ids = [...new Set(keys?.map(chargeKeyText) ?? stored.keys())].sort()
  return ids.flatMap((id) => {
    const one = stored.get(id)
    const information = one?.information.find((candidate) => isKnown(candidate, asOf))
    if (one === undefined || information === undefined) return []
    const prices = one.prices
      .filter((candidate) => isKnown(candidate, asOf) && clip(candidate.value, period) !== undefined)
      .map(({ value }) => value)
      .sort((a, b) => a.from - b.from)
    return [{ ...information.value, prices } as Charge]
  })
}
