import { Effect, Result } from "effect"
import type { Gsrn, Instant } from "../../market/index.ts"
import {
  advanceProcess,
  type AdvancedProcess,
  type MarketProcess,
  openProcess,
  type ProcessEvent,
  type ProcessKind,
  type ProcessOpening,
  type ProcessRole,
  ProcessStore
} from "../../processes/index.ts"
import type { ConformanceCase } from "./conformance.ts"
import { midnight, worldPoint } from "./conformanceWorld.ts"

/**
 * A process that was opened, for tests: everything but kind and role has a default. It takes effect on 1 June 2025 and
 * is opened on 5 May.
 *
 * @throws RangeError when it cannot be opened like this
 *
 * @example
 * import { processOf } from "@datahub-settlement/core/testing"
 *
 * processOf("moveIn", "new").state // => "draft"
 */
export const processOf = (
  kind: ProcessKind,
  role: ProcessRole,
  more: Partial<Omit<ProcessOpening, "kind" | "role">> = {}
): MarketProcess => {
  const opened = openProcess({
    id: `${kind}-${role}`,
    kind,
    role,
    gsrn: worldPoint(0, 1),
    effectiveAt: midnight("2025-06-01"),
    openedAt: midnight("2025-05-05"),
    ...(kind === "dataRequest"
      ? {
          request: {
            rsm: "RSM-015",
            processType: "E23",
            period: { from: midnight("2025-01-01"), to: midnight("2025-02-01") }
          }
        }
      : {}),
    ...(kind === "chargeLinks"
      ? { changes: [{ charge: "5790000432752/D03/EA-001", from: midnight("2025-06-01") }] }
      : {}),
    ...more
  })
  if (Result.isFailure(opened)) throw new RangeError(opened.failure.message)
  return opened.success
}

/** What a case of the process store works with. */
export interface ProcessWorld {
  readonly store: ProcessStore["Service"]
  readonly id: (name: string) => string
  readonly gsrn: (index: number) => Gsrn
  /** Minutes after this world began. A later world lies before an earlier one: nothing of it is due yet. */
  readonly at: (minutes: number) => Instant
  /** A process of this world, on its first point. */
  readonly process: (
    name: string,
    kind: ProcessKind,
    role: ProcessRole,
    more?: Partial<Omit<ProcessOpening, "kind" | "role" | "id">>
  ) => MarketProcess
  /** Takes an event to a process and records it. */
  readonly take: (process: MarketProcess, event: ProcessEvent) => Effect.Effect<AdvancedProcess, unknown>
}

export type ProcessCase = ConformanceCase<ProcessStore>

const DAY = 86_400_000

/** A case in a world of its own. */
export const processCase = (
  world: number,
  name: string,
  test: (world: ProcessWorld) => Effect.Effect<void, unknown>
): ProcessCase => ({
  name,
  run: Effect.gen(function* () {
    const store = yield* ProcessStore
    const start = midnight("2040-01-01") - world * 400 * DAY
    const id = (of: string): string => `w${world}-${of}`
    const gsrn = (index: number): Gsrn => worldPoint(world, index)
    yield* test({
      store,
      id,
      gsrn,
      at: (minutes) => start + minutes * 60_000,
      process: (of, kind, role, more = {}) =>
        processOf(kind, role, { gsrn: gsrn(1), openedAt: start, ...more, id: id(of) }),
      take: (process, event) => {
        const advanced = advanceProcess(process, event)
        return Effect.as(store.record(advanced), advanced)
      }
    })
  })
})
