import { Context, Effect, Layer } from "effect"
import type { Correction } from "./correct.ts"
import { correct, type CorrectionRequest } from "./correct.ts"
import type { Settlement } from "./Settlement.ts"
import type { SettlementRefused } from "./SettlementProblem.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"
import { settle } from "./settle.ts"

/**
 * The settlement engine as a service. It holds no state and does no I/O: the pure functions {@link settle} and
 * {@link correct} are the same thing for code that does not use Effect.
 */
export class SettlementEngine extends Context.Service<
  SettlementEngine,
  {
    /** Lines, sums and warnings of one metering point and period, or every reason why it cannot be settled. */
    readonly settle: (request: SettlementRequest) => Effect.Effect<Settlement, SettlementRefused>
    /** The exact difference that newer readings, prices or links make to what was settled. */
    readonly correct: (request: CorrectionRequest) => Effect.Effect<Correction, SettlementRefused>
  }
>()("@datahub-settlement/core/SettlementEngine") {
  static readonly layer = Layer.succeed(this, {
    settle: (request) => Effect.suspend(() => Effect.fromResult(settle(request))),
    correct: (request) => Effect.suspend(() => Effect.fromResult(correct(request)))
  })
}
