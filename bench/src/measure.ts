import { Effect } from "effect"

/** What something came to, and the milliseconds that it took. */
export interface Timed<A> {
  readonly ms: number
  readonly result: A
}

/** Times an effect. */
export const timed = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<Timed<A>, E, R> =>
  Effect.suspend(() => {
    const start = performance.now()
    return Effect.map(effect, (result) => ({ ms: performance.now() - start, result }))
  })

/** Times a function. */
export const timedCall = <A>(job: () => A): Timed<A> => {
  const start = performance.now()
  const result = job()
  return { ms: performance.now() - start, result }
}

/** Rounded to what a figure can be trusted to. */
export const round = (value: number, decimals = 1): number => Number(value.toFixed(decimals))

/** The most memory that this process has held so far. */
export const peakRssMb = (): number => round(process.resourceUsage().maxRSS / 1024)
