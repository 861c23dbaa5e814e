import { Clock, Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { type EnergiDataOptions, EnergiDataService } from "../../src/energidata/EnergiDataService.ts"
import { type EnergiDataWait, EnergiDataWaits } from "../../src/energidata/RequestTurn.ts"
import type { FakeEnergiData } from "./fakeEnergiData.ts"

/** A day on which all prices of the tests are published. */
export const today = Date.UTC(2026, 1, 15, 12)

/** The service over real HTTP, asking the fake one. */
export const askingAt = (
  fake: FakeEnergiData,
  options: Partial<EnergiDataOptions> = {}
): Layer.Layer<EnergiDataService> =>
  EnergiDataService.layer({ baseUrl: fake.url, ...options }).pipe(Layer.provide(FetchHttpClient.layer))

/** Notes each wait, and lets the time pass at once. */
export const passing = <A, E, R>(
  waits: Array<EnergiDataWait & { readonly from: number }>,
  effect: Effect.Effect<A, E, R>
) =>
  Effect.provideService(effect, EnergiDataWaits, (wait) =>
    Effect.gen(function* () {
      const from = yield* Clock.currentTimeMillis
      waits.push({ ...wait, from })
      if (wait.until > from) yield* TestClock.setTime(wait.until)
    })
  )
