import { AcontoPlans, newlyAgreed, type PlanOutcome, takeAcontoPlans } from "@datahub-settlement/core"
import { Effect } from "effect"
import { planOf } from "../product/acontoFields.ts"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { MergedSettings } from "../plan/mergedSettings.ts"

/**
 * Records what a folder says of payment in advance, each point on its own: one that is refused keeps no other. An agreement
 * that was recorded before stands as it is by now: its customer may have left since.
 */
export const recordAconto = Effect.fn("recordAconto")(function* (
  contents: FolderContents,
  { meteringPoints }: MergedSettings
) {
  const store = yield* AcontoPlans
  const outcome = { added: 0, superseded: 0 }
  for (const [gsrn, { aconto = [] }] of meteringPoints) {
    if (aconto.length === 0) continue
    const said = aconto.map(({ from, to, ...one }) => planOf(gsrn, one, { from, to }))
    const plans = newlyAgreed(said, yield* store.agreed([gsrn]))
    if (plans.length === 0) continue
    const { added, superseded } = yield* takeAcontoPlans({ plans }, "import").pipe(
      Effect.catchTag("AcontoPlanRefused", (problem) =>
        Effect.sync((): PlanOutcome => {
          contents.problems.push({ kind: problem._tag, gsrn, message: problem.message })
          return { added: 0, superseded: 0 }
        })
      )
    )
    outcome.added += added
    outcome.superseded += superseded
  }
  return outcome satisfies PlanOutcome
})
