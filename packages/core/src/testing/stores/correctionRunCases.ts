import { Effect } from "effect"
import type { ConformanceCase } from "./conformance.ts"
import {
  addPoint,
  type CorrectionCaseNeeds,
  type CorrectionWorld,
  correctionWorld,
  month,
  tellReadings
} from "./correctionRunWorld.ts"

export type CorrectionCases = Array<ConformanceCase<CorrectionCaseNeeds>>

/** Adds cases, each with a world of its own; `firstNumber` tells the worlds of these cases from those of others. */
export const correctionCaseIn =
  (cases: CorrectionCases, firstNumber: number) =>
  (name: string, test: (world: CorrectionWorld) => Effect.Effect<void, unknown, CorrectionCaseNeeds>): void => {
    const number = firstNumber + cases.length
    cases.push({ name, run: Effect.suspend(() => test(correctionWorld(number))) })
  }

/** A point whose first months are read and billed. */
export const billedPoint = Effect.fnUntraced(function* (
  world: CorrectionWorld,
  kind: Parameters<typeof addPoint>[2],
  kwh: string,
  months: ReadonlyArray<number>
) {
  const gsrn = world.gsrn(0)
  yield* addPoint(world, 0, kind)
  for (const number of months) yield* tellReadings(world, { gsrn, period: month(number), kwh })
  return gsrn
})
