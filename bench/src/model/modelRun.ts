import fc, { type AsyncCommand } from "fast-check"
import { Broken, type Invariant } from "./Broken.ts"
import { type Figures, noFigures } from "./Figures.ts"
import { Invariants } from "./Invariants.ts"
import { kinds } from "./kinds.ts"
import type { Around } from "./ports.ts"
import { Stage } from "./Stage.ts"
import { type Real, Step } from "./Step.ts"
import { type Storage, System } from "./System.ts"
import type { Story } from "./Story.ts"

/** What a run of the model is made of. */
export interface ModelOptions {
  readonly sequences: number
  readonly seed: number
  /** Steps of a sequence at most. */
  readonly steps: number
  readonly storage: Storage
  /** Spoils calls of ports, to see that it is found. */
  readonly sabotage?: Around | undefined
  /** Whether a sequence that fails is shortened; it is, unless said otherwise. */
  readonly shortens?: boolean | undefined
  readonly progress?: ((figures: Figures) => void) | undefined
  /** Told of the first sequence that fails, before it is shortened. */
  readonly onFailure?: ((failure: string) => void) | undefined
}

/** What came of it. */
export interface ModelReport extends Figures {
  readonly seed: number
  /** The shortest sequence found that breaks an invariant, in words; none where all held. */
  readonly failure: string | undefined
  /** Which one that is. */
  readonly broken: Invariant | undefined
  readonly ms: number
}

const CRASH_AT_MAX = 60

const dice = fc.record({
  point: fc.nat(11),
  day: fc.nat(180),
  length: fc.nat(30),
  amount: fc.nat(12)
})

const playing = fc.record({
  crash: fc.option(fc.record({ at: fc.integer({ min: 1, max: CRASH_AT_MAX }), isStorageError: fc.boolean() }), {
    freq: 4,
    nil: undefined
  }),
  isLate: fc.nat(5).map((one) => one === 5)
})

const step = fc
  .oneof(...kinds.map(([weight, kind]) => ({ weight, arbitrary: fc.tuple(fc.constant(kind), dice, playing) })))
  .map(([kind, some, how]) => new Step(kind, some, how))

/** Plays sequences of steps, and says what was found. */
export const runModel = async (options: ModelOptions): Promise<ModelReport> => {
  const { seed, sequences, shortens = true, steps } = options
  const startedAt = performance.now()
  const figures = noFigures()
  let failure: string | undefined
  let broken: Invariant | undefined
  const property = fc.asyncProperty(fc.commands([step], { maxCommands: steps, size: "max" }), async (commands) => {
    const trace: Array<string> = []
    try {
      await playSequence(options, commands, figures, trace)
    } catch (error) {
      if (failure === undefined) options.onFailure?.(failureText(trace, error))
      // The last failure that fast-check meets while it shortens a sequence is the shortest.
      failure = failureText(trace, error)
      broken = error instanceof Broken ? error.invariant : undefined
      throw error
    }
  })
  const { failed } = await fc.check(property, { seed, numRuns: sequences, endOnFailure: !shortens })
  const ms = Math.round(performance.now() - startedAt)
  return failed
    ? { ...figures, seed, failure, broken, ms }
    : { ...figures, seed, failure: undefined, broken: undefined, ms }
}

const playSequence = async (
  { progress, sabotage, storage }: ModelOptions,
  commands: Iterable<AsyncCommand<Story, Real, boolean>>,
  figures: Figures,
  trace: Array<string>
): Promise<void> => {
  const system = new System(storage, sabotage)
  try {
    const stage = new Stage(system, figures)
    const invariants = new Invariants()
    await stage.open()
    const real: Real = { stage, invariants, trace }
    await fc.asyncModelRun<Story, Real, false, Story>(() => ({ model: stage.story, real }), commands)
    trace.push("everything comes to rest")
    await stage.comeToRest()
    await invariants.hold(stage)
    figures.sequences += 1
    progress?.(figures)
  } finally {
    await system.close()
  }
}

const failureText = (trace: ReadonlyArray<string>, error: unknown): string =>
  [
    ...trace.map((words, index) => `${index + 1}. ${words}`),
    error instanceof Broken ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
  ].join("\n")
