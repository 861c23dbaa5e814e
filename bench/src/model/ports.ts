import {
  AcontoPlans,
  ChargeStore,
  CorrectionsDue,
  DeadLetters,
  Inbox,
  type IntakeSettings,
  MeteringLedger,
  Outbox,
  type OutgoingIds,
  ParkedParts,
  Portfolio,
  ProcessStore,
  SettlementRunStore,
  SpotPriceStore,
  Statements,
  Transactions
} from "@datahub-settlement/core"
import { Context, Effect } from "effect"

/** All that the program needs from outside. */
export type Ports =
  | AcontoPlans
  | ChargeStore
  | CorrectionsDue
  | DeadLetters
  | Inbox
  | IntakeSettings
  | MeteringLedger
  | Outbox
  | OutgoingIds
  | ParkedParts
  | Portfolio
  | ProcessStore
  | SettlementRunStore
  | SpotPriceStore
  | Statements
  | Transactions

/** The ports whose calls can fail. */
const failing = {
  AcontoPlans,
  ChargeStore,
  CorrectionsDue,
  DeadLetters,
  Inbox,
  MeteringLedger,
  Outbox,
  ParkedParts,
  Portfolio,
  ProcessStore,
  SettlementRunStore,
  SpotPriceStore,
  Statements,
  Transactions
} as const

/** A call of a port: `Inbox.once`. */
export type PortCall = `${keyof typeof failing}.${string}`

type AnyEffect = Effect.Effect<unknown, unknown, unknown>

/** What is done around every call of a port, or instead of it. */
export type Around = (call: PortCall, effect: AnyEffect, args: ReadonlyArray<unknown>) => AnyEffect

/** The same ports with something around every call. */
export const aroundCalls = (ports: Context.Context<Ports>, around: Around): Context.Context<Ports> => {
  let wrapped: Context.Context<never> = ports as unknown as Context.Context<never>
  for (const [name, tag] of Object.entries(failing)) {
    const key = tag as unknown as Context.Key<unknown, object>
    const service = Context.getUnsafe(wrapped, key)
    const calls = Object.entries(service).map(([method, member]) => {
      const call = `${name}.${method}` as PortCall
      if (Effect.isEffect(member)) return [method, around(call, member as AnyEffect, [])]
      if (typeof member !== "function") return [method, member]
      return [
        method,
        (...args: ReadonlyArray<unknown>) =>
          around(
            call,
            Effect.suspend(() => member(...args) as AnyEffect),
            args
          )
      ]
    })
    wrapped = Context.add(wrapped, key, Object.fromEntries(calls) as object) as unknown as Context.Context<never>
  }
  return wrapped as unknown as Context.Context<Ports>
}
