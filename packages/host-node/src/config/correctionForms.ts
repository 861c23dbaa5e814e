import { type CorrectionForm, correctionFormOf } from "@datahub-settlement/core"
import { Result } from "effect"
import type { ValueKind } from "./ConfigKey.ts"

type Process = "BRS-003" | "BRS-011"

/** How errors are reported where not as usual: `BRS-011=RSM-003`, or with a process type of its own `BRS-011=RSM-003/D33`. */
export const correctionForms: ValueKind<Partial<Readonly<Record<Process, CorrectionForm>>>> = {
  type: "process=document, comma-separated",
  parse: (value) => {
    const pairs = value
      .split(",")
      .map((pair) => /^\s*(BRS-003|BRS-011)\s*=\s*(RSM-003|RSM-005)(?:\/([A-Z]\d\w))?\s*$/.exec(pair))
    if (!pairs.every((pair) => pair !== null)) {
      return Result.fail("expected BRS-003 or BRS-011 with RSM-003 or RSM-005, such as BRS-011=RSM-003")
    }
    const forms = pairs.map(([, process, rsm, processType]) => {
      const form = correctionFormOf(process as Process, rsm as "RSM-003" | "RSM-005")
      return [process, processType === undefined ? form : { ...form, processType }] as const
    })
    return Result.succeed(Object.fromEntries(forms))
  }
}
