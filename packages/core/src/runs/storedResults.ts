import type { PointResult, RunProgress, StoredFailure, StoredLine } from "./SettlementRun.ts"

/** The lines of a result as a store gives them back. */
export const storedLinesOf = (result: PointResult): ReadonlyArray<StoredLine> =>
  result.kind === "failed"
    ? []
    : result.settlement.lines.map((line, lineNo) => ({
        gsrn: result.gsrn,
        lineNo,
        kind: line.kind,
        id: line.id,
        pricedGsrn: line.gsrn,
        from: line.segment.from,
        to: line.segment.to,
        quantityWh: line.quantityWh,
        exactUnits: line.exact,
        amountOere: line.amountOere,
        vatClass: line.vatClass,
        isTax: line.isTax
      }))

/** The reasons of a result that failed, as a store gives them back. */
export const storedFailuresOf = (result: PointResult): ReadonlyArray<StoredFailure> =>
  result.kind === "settled"
    ? []
    : result.problems.map(({ _tag, message }) => ({ gsrn: result.gsrn, problem: _tag, message }))

/** The progress after one more chunk. */
export const advance = (progress: RunProgress, results: ReadonlyArray<PointResult>): RunProgress => {
  let { failed, lines, settled, totalOere } = progress
  for (const result of results) {
    if (result.kind === "failed") failed++
    else {
      settled++
      lines += result.settlement.lines.length
      totalOere += result.settlement.totalOere
    }
  }
  const lastGsrn = results.at(-1)?.gsrn ?? progress.lastGsrn
  return { ...progress, settled, failed, lines, totalOere, lastGsrn, chunks: progress.chunks + 1 }
}
