import { endOf, type Instant, type Validity } from "../market/index.ts"

/** The parts of some validities that no other one covers, in time order. */
export const uncovered = (
  validities: ReadonlyArray<Validity>,
  others: ReadonlyArray<Validity>
): ReadonlyArray<Validity> => {
  const sorted = others.toSorted((a, b) => a.from - b.from)
  return validities.toSorted((a, b) => a.from - b.from).flatMap((validity) => partsBeside(validity, sorted))
}

const partsBeside = (validity: Validity, sorted: ReadonlyArray<Validity>): ReadonlyArray<Validity> => {
  const parts: Array<Validity> = []
  const end = endOf(validity)
  let { from } = validity
  for (const other of sorted) {
    if (other.from > from) addPart(parts, from, Math.min(other.from, end))
    from = Math.max(from, endOf(other))
  }
  addPart(parts, from, end)
  return parts
}

const addPart = (parts: Array<Validity>, from: Instant, to: Instant): void => {
  if (from < to) parts.push(Number.isFinite(to) ? { from, to } : { from })
}
