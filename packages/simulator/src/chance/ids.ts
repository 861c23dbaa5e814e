import { hash } from "./hash.ts"

const hex = (value: number): string => value.toString(16).padStart(8, "0")

/** Message ids as DataHub writes them, 32 hex digits: the same seed gives the same ids in the same order. */
export const makeMessageIds = (seed: number): (() => string) => {
  let count = 0
  return () => {
    count += 1
    return hex(hash(seed, count, 1)) + hex(hash(seed, count, 2)) + hex(hash(seed, count, 3)) + hex(count)
  }
}

/** The transaction id of the n-th series or record of a document. */
export const transactionIdOf = (messageId: string, index: number): string =>
  hex(hash(Number.parseInt(messageId.slice(0, 7), 16), 7)) + messageId.slice(8, 16) + messageId.slice(24) + hex(index)

/** A GUID that names one exchange over HTTP. */
export const makeCorrelationIds = (seed: number): (() => string) => {
  const next = makeMessageIds(seed ^ 0x5eed)
  return () => next().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5")
}
