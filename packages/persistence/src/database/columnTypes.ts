import pg from "pg"

/*
 * Column types as core speaks them: instants are epoch milliseconds, dates are text, int8 is a number (refused when it
 * would not be exact), numeric is decimal text.
 */

const INT8 = 20
const DATE = 1082
const TIMESTAMPTZ = 1184

const safeInteger = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is not exact as a number`)
  return value
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: safeInteger,
  [DATE]: (text) => text,
  [TIMESTAMPTZ]: (text) => new Date(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")).getTime()
}

/** Type parsers for every query of ours. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    format === "binary" || parsers[oid] === undefined ? pg.types.getTypeParser(oid, format as "text") : parsers[oid]
}
