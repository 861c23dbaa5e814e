import { expect, it } from "@effect/vitest"
import { plansInLog } from "./plansInLog.ts"

const entry = (ms: string, ...lines: ReadonlyArray<string>): string =>
  [`2026-11-29 01:00:00.000 UTC [7] 00000 LOG:  duration: ${ms} ms  plan:`, ...lines.map((line) => `\t${line}`)].join(
    "\n"
  )

const scan = "Index Scan using a on b  (cost=0.28..8.30 rows=1 width=10) (actual time=0.020..0.030 rows=31.00 loops=1)"

it("takes statements that differ in values alone as one, and shows the slowest, without what it was thought to cost", () => {
  const log = [
    "2026-11-29 01:00:00.000 UTC [7] 00000 LOG:  checkpoint starting: time",
    entry("0.250", "Query Text: SELECT a", "  FROM b WHERE c = '1'", scan, "  Index Cond: (c = '1'::text)"),
    entry("1.500", "Query Text: SELECT a", "  FROM b WHERE c = '2'", scan, "  Index Cond: (c = '2'::text)"),
    entry("9.000", "Query Text: COPY (SELECT d FROM e WHERE f IN ('1', '2', '3')) TO STDOUT", scan),
    "2026-11-29 01:00:01.000 UTC [7] 00000 ERROR:  something else",
    "\tnot a plan"
  ].join("\n")
  expect(plansInLog(log)).toEqual([
    {
      statement: "COPY (SELECT d FROM e WHERE f IN ('…', …)) TO STDOUT",
      times: 1,
      ms: 9,
      plan: ["Index Scan using a on b  (actual time=0.020..0.030 rows=31.00 loops=1)"]
    },
    {
      statement: "SELECT a FROM b WHERE c = '…'",
      times: 2,
      ms: 1.75,
      plan: ["Index Scan using a on b  (actual time=0.020..0.030 rows=31.00 loops=1)", "  Index Cond: (c = '2'::text)"]
    }
  ])
})
