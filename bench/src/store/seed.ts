import { Effect, Redacted } from "effect"
import { benchStores, seedPortfolio, seedReadings } from "./server.ts"
import { hourlyMix, realMix, worldPoints } from "./world.ts"

/*
 * Fills the database of SEED_DATABASE_URL with a world: `node seed.ts '{"points":…,"days":…,"portfolio":…,"mix":…}'`.
 */

const {
  days,
  mix,
  points: count,
  portfolio
} = JSON.parse(process.argv[2]!) as {
  readonly points: number
  readonly days: number
  readonly portfolio: boolean
  readonly mix: string
}

const seed = Effect.gen(function* () {
  const points = worldPoints(count, mix === "real" ? realMix : hourlyMix)
  const progress = (line: string): void => void process.stdout.write(`${line}\n`)
  if (portfolio) yield* seedPortfolio(points, progress)
  yield* seedReadings(points, days, progress)
})

await Effect.runPromise(seed.pipe(Effect.provide(benchStores(Redacted.make(process.env["SEED_DATABASE_URL"]!)))))
