import { Effect, Redacted } from "effect"
import { benchStores, type SeedOptions, seedPortfolio, seedReadings } from "./server.ts"
import { worldPoints } from "./world.ts"

/*
 * Fills the database of SEED_DATABASE_URL with a world: `node seed.ts '{"points":…,"months":…,"days":…,…}'`.
 */

const { days, mix, months, points: count, portfolio } = JSON.parse(process.argv[2]!) as SeedOptions

const seed = Effect.gen(function* () {
  const points = worldPoints(count, mix)
  const progress = (line: string): void => void process.stdout.write(`${line}\n`)
  if (portfolio) yield* seedPortfolio(points, months, progress)
  yield* seedReadings(points, days, progress)
})

await Effect.runPromise(seed.pipe(Effect.provide(benchStores(Redacted.make(process.env["SEED_DATABASE_URL"]!)))))
