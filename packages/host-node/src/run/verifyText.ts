import { formatInstant, oereText, type RunDifference, type RunVerification } from "@datahub-settlement/core"
import { periodText } from "../output/periodText.ts"
import type { ToldRun } from "./runText.ts"

const asOfText = ({ run }: ToldRun): string => new Date(run.asOf).toISOString()

/** What was found, in a sentence. */
export const sameText = (told: ToldRun, { failures, lines, points }: RunVerification): string => {
  const { run } = told
  const reasons = failures === 0 ? "" : `, and the same ${failures} reason(s) why points are not settled`
  const rest =
    told.progress.finishedAt === undefined
      ? `The run has not finished: what it has stored was verified, ${points} of ${run.points} metering point(s).\n`
      : ""
  return (
    `Run ${run.runId} (${periodText(run.period)}), made again as of ${asOfText(told)}, gives the same ${lines} line(s) ` +
    `of ${points} metering point(s), byte for byte${reasons}.\n${rest}`
  )
}

type Fields = Readonly<Record<string, unknown>>

/** A value as a person and a program read it: instants in UTC, whole numbers as they are stored. */
const plain = (name: string, value: unknown): unknown => {
  if (value === undefined) return undefined
  if (typeof value === "bigint") return String(value)
  return (name === "from" || name === "to" || name === "finishedAt") && typeof value === "number"
    ? formatInstant(value)
    : value
}

const plainFields = (fields: object | undefined): Fields | undefined =>
  fields === undefined
    ? undefined
    : Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(name, value)]))

const whereText = ({ computed, gsrn, stored, what }: RunDifference): string => {
  if (what === "progress") return "The sums of the run"
  if (what === "sums") return `Metering point ${gsrn}: subtotal, VAT and total`
  if (what === "failure") return `Metering point ${gsrn}: a reason why it is not settled`
  const { amountOere, from, id, lineNo } = (stored ?? computed)!
  return `Metering point ${gsrn}, line ${lineNo} (${id} from ${formatInstant(from)}, ${oereText(amountOere)} DKK)`
}

const differenceText = (difference: RunDifference): string => {
  const [stored, computed] = [plainFields(difference.stored), plainFields(difference.computed)]
  const where = whereText(difference)
  if (computed === undefined) return `${where}: it is stored, and made again it is not there.\n`
  if (stored === undefined) return `${where}: it is not stored, and made again it is there.\n`
  const names = Object.keys({ ...stored, ...computed }).filter((name) => stored[name] !== computed[name])
  const fields = names.map((name) => `  ${name}: stored ${stored[name]}, made again ${computed[name]}\n`)
  return `${where}:\n${fields.join("")}`
}

/** What is not the same, and what it can mean. */
export const differsText = (told: ToldRun, difference: RunDifference): string =>
  `Run ${told.run.runId} (${periodText(told.run.period)}) is not what it comes to made again as of ${asOfText(told)}. ` +
  `The first difference:\n${differenceText(difference)}` +
  "What is recorded never changes: rows were changed behind the program, are lost, or readings are older than what the " +
  "database keeps.\n"

/** The same for programs. Quantities are Wh, amounts øre, exact amounts whole units of core's ExactDkk. */
export const verificationJson = (told: ToldRun, { difference, failures, lines, points }: RunVerification) => ({
  runId: told.run.runId,
  asOf: asOfText(told),
  finished: told.progress.finishedAt !== undefined,
  same: difference === undefined,
  points,
  lines,
  failures,
  difference:
    difference === undefined
      ? undefined
      : {
          what: difference.what,
          gsrn: difference.gsrn,
          stored: plainFields(difference.stored),
          computed: plainFields(difference.computed)
        }
})
