import type { Engine } from "./Engine.ts"
import type { ActorPoint } from "./world/actorPoints.ts"
import type { MessageRecord } from "./queues/MessageRecord.ts"
import type { Submission } from "./submission/checkSubmission.ts"
import type { TruthQuery, TruthRow } from "./world/truth.ts"

/** Who does what in a scenario: metering points by their part, and what to do with them. */
export interface Cast {
  readonly scenario: string
  readonly summary: string
  readonly roles: Readonly<Record<string, ActorPoint>>
}

/** An engine with a world and its rules. */
export interface Simulation {
  readonly engine: Engine
  /** Takes a document that passed DataHub's checks: the answer comes after a delay. */
  readonly submitted: (submission: Submission) => void
  readonly truth: (query: TruthQuery) => ReadonlyArray<TruthRow>
  /** A registration that is out of order: older than what was delivered, or at the same time with other values. */
  readonly irregular: (kind: "late" | "contradictory", gsrn?: string, day?: string) => MessageRecord | undefined
  /** What a point uses, on all days or on one, which is registered anew; why not, where it cannot be said. */
  readonly tellReadings: (gsrn: string, hourlyWh: ReadonlyArray<number>, day?: string) => string | undefined
  /** Reports the latest start of a metering point as erroneous, without a document; why not, where it cannot be. */
  readonly reportInPortal: (gsrn: string, processType: "D07" | "D33", sender: string) => string | undefined
  /** Sets a scenario going; `undefined` for one there is not. */
  readonly startScenario: (name: string) => Cast | undefined
  readonly scenarios: () => ReadonlyArray<{ readonly name: string; readonly summary: string }>
  readonly casts: () => ReadonlyArray<Cast>
  readonly points: (from: number, count: number) => ReadonlyArray<ActorPoint>
  readonly counts: () => Readonly<Record<string, number>>
}
