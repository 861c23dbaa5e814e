import { Data, Effect, Runtime } from "effect"
import type { Benchmark } from "./Benchmark.ts"

/**
 * Benchmarks by name: `decode` is the const of that name in `decode.ts`. Each is loaded only when it is asked for, so
 * that one which fails to load leaves the others usable.
 */
export const benchmarkNames = ["corrections", "decode", "engine", "intake", "query", "run", "store"] as const

/** A listed benchmark, loaded or with the reason why it could not be. */
export type Listing =
  | { readonly name: string; readonly benchmark: Benchmark }
  | { readonly name: string; readonly fault: string }

/** Nobody has written a benchmark of this name. The process ends with 2. */
export class UnknownBenchmark extends Data.TaggedError("UnknownBenchmark")<{ readonly name: string }> {
  override readonly [Runtime.errorExitCode] = 2
  override readonly [Runtime.errorReported] = false
  override get message(): string {
    return `No benchmark is called "${this.name}".`
  }
}

/** The benchmark is known, but its module cannot be loaded. */
export class BrokenBenchmark extends Data.TaggedError("BrokenBenchmark")<{
  readonly name: string
  readonly fault: string
}> {
  override readonly [Runtime.errorReported] = false
  override get message(): string {
    return `Benchmark "${this.name}" cannot be loaded: ${this.fault}`
  }
}

const isBenchmark = (value: unknown): value is Benchmark =>
  typeof value === "object" && value !== null && "run" in value && "defaults" in value && "summary" in value

/** Loads one benchmark. */
export const loadBenchmark = (name: string): Effect.Effect<Benchmark, UnknownBenchmark | BrokenBenchmark> =>
  benchmarkNames.some((known) => known === name)
    ? Effect.tryPromise({
        try: async (): Promise<Benchmark> => {
          const module = (await import(new URL(`${name}.ts`, import.meta.url).href)) as Record<string, unknown>
          const benchmark = module[name]
          if (!isBenchmark(benchmark)) throw new Error(`${name}.ts exports no benchmark named ${name}`)
          return benchmark
        },
        catch: (cause) => new BrokenBenchmark({ name, fault: cause instanceof Error ? cause.message : String(cause) })
      })
    : Effect.fail(new UnknownBenchmark({ name }))

/** Every benchmark there is, those that cannot be loaded with their reason. */
export const listBenchmarks: Effect.Effect<ReadonlyArray<Listing>> = Effect.forEach(benchmarkNames, (name) =>
  loadBenchmark(name).pipe(
    Effect.map((benchmark): Listing => ({ name, benchmark })),
    Effect.catch((error) => Effect.succeed<Listing>({ name, fault: "fault" in error ? error.fault : error.message }))
  )
)
