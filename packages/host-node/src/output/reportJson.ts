import { formatInstant, settlementJson } from "@datahub-settlement/core"
import type { FolderSettlement } from "../settle/settleFolder.ts"

/** The outcome as one plain object: what `--json` prints. `settled` is true when every point was. */
export const reportJson = (folder: string, outcome: FolderSettlement, invoiceFiles: ReadonlyArray<string>) => ({
  folder,
  settled: outcome.problems.length === 0,
  period:
    outcome.period === undefined
      ? undefined
      : { from: formatInstant(outcome.period.from), to: formatInstant(outcome.period.to) },
  settlements: outcome.settled.map(({ settings, settlement }) => ({
    customer: settings.customer.name,
    ...settlementJson(settlement)
  })),
  problems: outcome.problems,
  notices: outcome.notices,
  invoiceFiles
})
