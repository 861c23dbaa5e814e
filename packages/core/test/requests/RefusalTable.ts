import { Effect, Layer, Result } from "effect"
import { TestClock } from "effect/testing"
import { Outbox, Statements } from "../../src/exchange/index.ts"
import { handleMessage } from "../../src/intake/index.ts"
import { gsrnOf, type Instant } from "../../src/market/index.ts"
import { RequestRefused } from "../../src/messages/index.ts"
import { Portfolio } from "../../src/portfolio/index.ts"
import { ProcessStore } from "../../src/processes/index.ts"
import { memoryIntake } from "../../src/testing/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"

/** All that a request needs, empty, wherever it is provided. */
export const world = Layer.suspend(() => Layer.mergeAll(memoryIntake(), TestClock.layer()))

type World = Layer.Success<typeof world>

/** What a request is made with, and what became of it. */
export type Ask<Draft> = (draft: Draft) => Effect.Effect<unknown, unknown, World>

/** One rule that is broken: by what, and what is said about it. */
export interface Breach<Draft> {
  readonly change: Partial<Draft>
  readonly field: string
  readonly rule: string | undefined
  /** What is wrong, and what is allowed. */
  readonly reason: RegExp
  /** What must have happened before, for rules that rest on it. */
  readonly before?: Before
}

export type Before = Effect.Effect<unknown, unknown, World>

/** Every rule of a request, and one draft that breaks none. */
export interface RefusalTable<Draft extends object> {
  readonly name: string
  readonly process: string
  readonly now: Instant
  readonly ask: Ask<Draft>
  readonly valid: Draft
  /** What must have happened for the valid draft to be one; a supply of ours in most. */
  readonly before?: Before
  readonly breaches: ReadonlyArray<Breach<Draft>>
}

/** A table of some draft, as the tests take it. */
export interface AnyTable extends Omit<RefusalTable<Record<string, unknown>>, "ask" | "breaches"> {
  readonly ask: Ask<Record<string, unknown>>
  readonly breaches: ReadonlyArray<Breach<Record<string, unknown>>>
}

export const table = <Draft extends object>(of: RefusalTable<Draft>): AnyTable => of as unknown as AnyTable

/** A line of a table. */
export const breach = <Draft>(
  change: Partial<Draft>,
  field: string,
  rule: string | undefined,
  reason: RegExp,
  before?: Before
): Breach<Draft> => ({ change, field, rule, reason, ...(before === undefined ? {} : { before }) })

/** Ten in the morning of the days below: a Friday in January, in winter time. */
export const morning = (date: string): Instant => day(date) + 10 * 3_600_000
export const today = morning("2025-01-10")

/** A metering point whose check digit is wrong, one that is too short, and a GLN whose check digit is wrong. */
export const wrongDigit = `${gsrn.slice(0, -1)}${(Number(gsrn.at(-1)) + 1) % 10}`
export const tooShort = gsrn.slice(1)
export const wrongGln = "5790009990018"
export const otherPoint = gsrnOf("57131399900000077")

/** The metering point is ours from a day on, with a customer. */
export const supplied = (from = "2024-01-01", processType = "E03", cvr?: string): Before =>
  Effect.gen(function* () {
    const made = new Making()
    made.masterData(processType, { validFrom: day(from), supplyStart: day(from) })
    made.customer("Nordlys ApS", day(from), cvr)
    yield* Effect.forEach(made.messages, handleMessage)
  })

/** All that a request could have changed. */
export const everything = Effect.gen(function* () {
  const outbox = yield* (yield* Outbox).list({ limit: 100 })
  const processes = yield* (yield* ProcessStore).list({ limit: 100 })
  const points = yield* (yield* Portfolio).versions([gsrn, otherPoint])
  const statements = yield* (yield* Statements).of(
    [gsrn, otherPoint].map((one) => `point/${one}`),
    ["supply", "customer"]
  )
  return structuredClone({ outbox, processes, points: [...points], statements })
})

export const begin = ({ before, now }: Pick<AnyTable, "before" | "now">) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(now)
    if (before !== undefined) yield* before
  })

/** What DataHub would have refused, as it is said. */
export const refusedOf = (ask: Effect.Effect<unknown, unknown, World>) =>
  Effect.map(Effect.result(ask), (result) => {
    if (Result.isSuccess(result)) throw new RangeError("it was not refused")
    if (!(result.failure instanceof RequestRefused)) throw result.failure
    return result.failure
  })
