import { Result } from "effect"
import type { EnergiDataset } from "./EnergiDataQuery.ts"

/** One page of rows. */
export interface EnergiDataPage {
  /** Rows that match, on all pages. */
  readonly total: number
  readonly records: ReadonlyArray<unknown>
}

/** Reads the envelope of an answer; says what is wrong with one that is none. What the rows hold is not looked at. */
export const pageOf = (bytes: Uint8Array, dataset: EnergiDataset): Result.Result<EnergiDataPage, string> =>
  Result.flatMap(jsonOfBytes(bytes), (json) => {
    if (typeof json !== "object" || json === null || Array.isArray(json))
      return Result.fail("it is JSON, but no object")
    const { dataset: named, records, total } = json as Readonly<Record<string, unknown>>
    if (!Array.isArray(records)) return Result.fail("it has no list of records")
    if (typeof total !== "number" || !Number.isSafeInteger(total) || total < 0) {
      return Result.fail("it does not say how many rows match (total)")
    }
    if (named !== dataset) return Result.fail(`it is of the dataset ${JSON.stringify(named)}`)
    return Result.succeed({ total, records })
  })

const jsonOfBytes = (bytes: Uint8Array): Result.Result<unknown, string> =>
  Result.try({
    try: () => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown,
    catch: (error) => (bytes.length === 0 ? "it is empty" : `it is no JSON (${(error as Error).message})`)
  })

const SHOWN_MAX = 300

/** How an answer begins, for a message: on one line, shortened. */
export const beginningOf = (bytes: Uint8Array): string => {
  const text = new TextDecoder()
    .decode(bytes.subarray(0, 4 * SHOWN_MAX))
    .replaceAll(/\s+/g, " ")
    .trim()
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}
