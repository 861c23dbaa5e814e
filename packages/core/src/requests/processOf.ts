import { Effect, Option } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import { isOver, type MarketProcess, type ProcessKind, ProcessStore } from "../processes/index.ts"
import { NoSuchProcess } from "./NoSuchProcess.ts"

/** A process by its id. */
export const processOf = Effect.fnUntraced(function* (id: string) {
  const found = yield* (yield* ProcessStore).find(id)
  if (Option.isNone(found)) return yield* new NoSuchProcess({ what: `There is no process ${id}.` })
  return found.value
})

/** The one process of a metering point that something is about: at work, or in effect since that day. */
export const processAbout = Effect.fnUntraced(function* (
  gsrn: Gsrn,
  kind: ProcessKind,
  role: string,
  effectiveAt: Instant,
  what: string
) {
  const open = yield* (yield* ProcessStore).openFor(gsrn)
  const [one, ...others]: ReadonlyArray<MarketProcess> = open.filter(
    (process) =>
      process.kind === kind && process.role === role && process.effectiveAt === effectiveAt && !isOver(process)
  )
  if (one === undefined || others.length > 0) return yield* new NoSuchProcess({ what })
  return one
})
