import type { PointResult, RunId, SettlementProblem } from "@datahub-settlement/core"
import { BinaryCopyWriter } from "../copy/BinaryCopyWriter.ts"

/*
 * Results of a chunk as binary COPY: `settlement.line`, `settlement.point` and `settlement.failure`.
 */

const PIECE_BYTES = 1 << 20

export const LINE_COLUMNS =
  "run_id, gsrn, line_no, kind, line_id, priced_gsrn, segment_from, segment_to, quantity_wh, " +
  "exact_units, amount_oere, vat_class, is_tax"
const LINE_FIELDS = 13

export const POINT_COLUMNS =
  "run_id, gsrn, consumption_wh, production_wh, net_consumption_wh, surplus_wh, subtotal_oere, " +
  "vat_oere, total_oere, registered_until, estimated_intervals"
const POINT_FIELDS = 11

export const FAILURE_COLUMNS = "run_id, gsrn, problem_no, problem, priced_gsrn, charge, starts_at, ends_at, message"
const FAILURE_FIELDS = 9

/** A UUID's sixteen bytes. */
const uuidBytes = (uuid: RunId): Buffer => Buffer.from(uuid.replaceAll("-", ""), "hex")

/** The lines of settled points, numbered from 0 in each. */
export function* lineRows(runId: RunId, results: ReadonlyArray<PointResult>): Generator<Buffer> {
  const writer = new BinaryCopyWriter(PIECE_BYTES * 2)
  const run = uuidBytes(runId)
  for (const result of results) {
    if (result.kind === "failed") continue
    const { lines } = result.settlement
    for (let lineNo = 0; lineNo < lines.length; lineNo++) {
      const line = lines[lineNo]!
      writer.row(LINE_FIELDS)
      writer.bytes(run)
      writer.ascii(result.gsrn)
      writer.int4(lineNo)
      writer.ascii(line.kind)
      writer.text(line.id)
      writer.ascii(line.gsrn)
      writer.timestamptz(line.segment.from)
      writer.timestamptz(line.segment.to)
      writer.int8(line.quantityWh)
      writer.wholeNumeric(line.exact)
      writer.int8(line.amountOere)
      writer.ascii(line.vatClass)
      writer.boolean(line.isTax)
    }
    if (writer.pending > PIECE_BYTES) yield writer.take()
  }
  yield writer.finish()
}

/** The sums of settled points. */
export function* pointRows(runId: RunId, results: ReadonlyArray<PointResult>): Generator<Buffer> {
  const writer = new BinaryCopyWriter()
  const run = uuidBytes(runId)
  for (const result of results) {
    if (result.kind === "failed") continue
    const { settlement } = result
    const registeredUntil = settlement.readings.reduce<number | undefined>(
      (newest, { registeredUntil: at }) => (at === undefined ? newest : Math.max(newest ?? at, at)),
      undefined
    )
    writer.row(POINT_FIELDS)
    writer.bytes(run)
    writer.ascii(result.gsrn)
    writer.int8(settlement.consumptionWh)
    writer.int8(settlement.productionWh)
    writer.int8(settlement.netConsumptionWh)
    writer.int8(settlement.surplusWh)
    writer.int8(settlement.subtotalOere)
    writer.int8(settlement.vatOere)
    writer.int8(settlement.totalOere)
    if (registeredUntil === undefined) writer.null()
    else writer.timestamptz(registeredUntil)
    writer.int4(settlement.readings.reduce((sum, { estimatedIntervals }) => sum + estimatedIntervals, 0))
    if (writer.pending > PIECE_BYTES) yield writer.take()
  }
  yield writer.finish()
}

/** Every reason why points could not be settled. */
export function* failureRows(runId: RunId, results: ReadonlyArray<PointResult>): Generator<Buffer> {
  const writer = new BinaryCopyWriter(1 << 16)
  const run = uuidBytes(runId)
  for (const result of results) {
    if (result.kind === "settled") continue
    result.problems.forEach((problem, problemNo) => writeFailure(writer, run, result.gsrn, problem, problemNo))
    if (writer.pending > PIECE_BYTES) yield writer.take()
  }
  yield writer.finish()
}

const writeFailure = (
  writer: BinaryCopyWriter,
  run: Buffer,
  gsrn: string,
  problem: SettlementProblem,
  problemNo: number
): void => {
  const charge = "charge" in problem ? problem.charge : undefined
  writer.row(FAILURE_FIELDS)
  writer.bytes(run)
  writer.ascii(gsrn)
  writer.int4(problemNo)
  writer.ascii(problem._tag)
  writer.ascii(problem.gsrn)
  if (charge === undefined) writer.null()
  else writer.text(charge)
  writer.timestamptz(problem.from)
  if (Number.isFinite(problem.to)) writer.timestamptz(problem.to)
  else writer.null()
  writer.text(problem.message)
}
