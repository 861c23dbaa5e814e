import {
  type Gsrn,
  LocalDate,
  MarketCalendar,
  openProcess,
  ProcessStore,
  replayProcess
} from "@datahub-settlement/core"
import { Result } from "effect"

/** A switch on the tenth of the month was reported as wrong: what is used since is not to be billed. */
export const holdBills = (gsrn: Gsrn, month: string, id = "p-1") =>
  ProcessStore.use((store) => {
    const effectiveAt = MarketCalendar.startOfDay(LocalDate.make(`${month}-10`))
    const at = effectiveAt + 3_600_000
    const opening = { id, kind: "erroneousSwitch", role: "current", gsrn, effectiveAt, openedAt: at } as const
    const reported = { kind: "operator", action: "reportRegistered", by: "anna", at } as const
    return store.open(replayProcess(Result.getOrThrow(openProcess(opening)), [reported]))
  })
