import { Effect, Schedule, type Scope } from "effect"
import { type StartedSimulator, startSimulator } from "./startSimulator.ts"

/** A message in the simulator's journal, and what became of it. */
export interface JournalLine {
  readonly event: "message"
  readonly messageId: string
  readonly queue: string
  readonly faults: ReadonlyArray<unknown>
  readonly deliveries: number
  readonly dequeues: number
}

/** A fault that a call met. */
export interface FaultLine {
  readonly event: "fault"
  readonly what: string
  readonly fault: string
}

export interface SimulatorProcess extends StartedSimulator {
  readonly journal: Effect.Effect<ReadonlyArray<JournalLine>>
  readonly faults: Effect.Effect<ReadonlyArray<FaultLine>>
  /** Waits until a message has been dequeued. */
  readonly dequeued: (messageId: string) => Effect.Effect<JournalLine>
}

/** The simulated DataHub as a process of its own, and the calls that only a test makes. */
export const simulatorProcess = (...args: ReadonlyArray<string>): Effect.Effect<SimulatorProcess, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { call, ready } = yield* startSimulator(...args)
    const lines: Effect.Effect<ReadonlyArray<JournalLine | FaultLine>> = call("journal")
    const journal = Effect.map(lines, (all) => all.filter((line) => line.event === "message"))
    const faults = Effect.map(lines, (all) => all.filter((line) => line.event === "fault"))
    const dequeued = (messageId: string) =>
      journal.pipe(
        Effect.flatMap((all) => {
          const found = all.find((line) => line.messageId === messageId && line.dequeues > 0)
          return found === undefined
            ? Effect.fail(`${messageId} was not dequeued: ${JSON.stringify(all)}`)
            : Effect.succeed(found)
        }),
        Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ duration: "5 minutes" }))),
        Effect.orDie
      )
    return { ready, call, journal, faults, dequeued }
  })

/** Where the simulator is, and with what it is called: as `serve` is told. */
export const settingsOf = ({ ready }: SimulatorProcess): Readonly<Record<string, string>> => ({
  DATAHUB_BASE_URL: ready["url"]!,
  DATAHUB_TOKEN_URL: ready["tokenUrl"]!,
  DATAHUB_SCOPE: ready["scope"]!,
  DATAHUB_CLIENT_ID: ready["clientId"]!,
  DATAHUB_CLIENT_SECRET: ready["clientSecret"]!
})
