import { Effect } from "effect"
import { readCases } from "./readCases.ts"
import { type Report, reportOf, summarise } from "./report.ts"

/** Reads and calculates all cases of a folder. What cannot be read is part of the report, never a failure. */
export const reportFolder = Effect.fn("reportFolder")(function* (folder: string) {
  const cases = yield* readCases(folder).pipe(
    Effect.map((read) => read.map(reportOf)),
    // A folder or common.json that cannot be read leaves no case to look at.
    Effect.catchTag("UnreadableCase", ({ file, message }) =>
      Effect.succeed([{ file, title: "", passed: false, figures: [], problem: message }])
    )
  )
  return summarise(cases) satisfies Report
})
