import { endOf, type Instant, type Period, type Validity } from "../market/index.ts"

/** How versions of one thing are compared and shortened. */
export interface VersionRules<V extends Validity> {
  /** Whether two versions of the same validity say the same. */
  readonly same: (a: V, b: V) => boolean
  /** The part of a version that lies in a validity; without it only the validity changes. */
  readonly cut?: ((version: V, part: Validity) => V) | undefined
}

/** What changes when new versions are recorded. */
export interface Superseded<V extends Validity> {
  /** Versions that no longer hold. */
  readonly closed: ReadonlyArray<V>
  /** What holds instead: the news, and what is left of the closed versions before and after them. */
  readonly added: ReadonlyArray<V>
}

/**
 * What recording new versions of one thing changes. A new version replaces what it overlaps, and nothing else: parts of
 * older versions before and after it are kept as versions of their own. Where it says what is known already nothing
 * changes, so that the same versions recorded again change nothing. `removed` is time about which nothing is to be known
 * any more. The news themselves must not overlap each other.
 *
 * @example
 * import { supersede, type Validity } from "@datahub-settlement/core"
 *
 * type Version = Validity & { readonly price: number }
 * const known: ReadonlyArray<Version> = [{ from: 0, price: 5 }]
 * const same = (a: Version, b: Version) => a.price === b.price
 * const { added, closed } = supersede(known, [{ from: 10, to: 20, price: 7 }], [], { same })
 * closed.length // => 1
 * added.map(({ from, price }) => `${from}: ${price}`).join(", ") // => "0: 5, 10: 7, 20: 5"
 * supersede(known, [{ from: 10, to: 20, price: 5 }], [], { same }).added.length // => 0
 */
export const supersede = <V extends Validity>(
  current: ReadonlyArray<V>,
  incoming: ReadonlyArray<V>,
  removed: ReadonlyArray<Validity>,
  rules: VersionRules<V>
): Superseded<V> => {
  const news = incoming.flatMap((version) => newParts(current, version, removed, rules))
  const replaced: ReadonlyArray<Validity> = [...removed, ...news]
  const closed = current.filter((version) => replaced.some((part) => meet(version, part) !== undefined))
  const kept = closed.flatMap((version) => without(version, replaced).map((part) => cutTo(version, part, rules)))
  return { closed, added: [...kept, ...news].sort((a, b) => a.from - b.from) }
}

/** The parts of a version that are not known already, and stay known. */
const newParts = <V extends Validity>(
  current: ReadonlyArray<V>,
  version: V,
  removed: ReadonlyArray<Validity>,
  rules: VersionRules<V>
): ReadonlyArray<V> => {
  const known = current.flatMap((other) => {
    const shared = meet(other, version)
    const isSame = shared !== undefined && rules.same(cutTo(other, shared, rules), cutTo(version, shared, rules))
    return isSame ? without(shared, removed) : []
  })
  return known.length === 0 ? [version] : without(version, known).map((part) => cutTo(version, part, rules))
}

const cutTo = <V extends Validity>(version: V, part: Validity, { cut }: VersionRules<V>): V =>
  part.from === version.from && endOf(part) === endOf(version)
    ? version
    : (cut?.(version, part) ?? withValidity(version, part))

/** The same with another validity. */
export const withValidity = <V extends Validity>({ to: _, ...version }: V, { from, to }: Validity): V =>
  (to === undefined ? { ...version, from } : { ...version, from, to }) as V

/** The time that two validities share. */
const meet = (a: Validity, b: Validity): Validity | undefined => {
  const from = Math.max(a.from, b.from)
  const to = Math.min(endOf(a), endOf(b))
  return from < to ? validityOf(from, to) : undefined
}

const validityOf = (from: Instant, to: Instant): Validity => (Number.isFinite(to) ? { from, to } : { from })

/** What is left of a validity beside others, in time order. */
const without = (validity: Validity, others: ReadonlyArray<Validity>): ReadonlyArray<Validity> => {
  const left: Array<Validity> = []
  let { from } = validity
  for (const other of others.toSorted((a, b) => a.from - b.from)) {
    if (other.from > from) addPart(left, { from, to: Math.min(other.from, endOf(validity)) })
    from = Math.max(from, endOf(other))
  }
  addPart(left, { from, to: endOf(validity) })
  return left
}

const addPart = (parts: Array<Validity>, { from, to }: Period): void => {
  if (from < to) parts.push(validityOf(from, to))
}

/** The first two versions that claim the same time, as that time. */
export const overlapOf = (versions: ReadonlyArray<Validity>): Validity | undefined => {
  const sorted = versions.toSorted((a, b) => a.from - b.from || endOf(a) - endOf(b))
  for (let i = 1; i < sorted.length; i++) {
    const shared = meet(sorted[i - 1]!, sorted[i]!)
    if (shared !== undefined) return shared
  }
  return undefined
}

/** Versions in time order, neighbours that say the same made one. */
export const joinEqual = <V extends Validity>(
  versions: ReadonlyArray<V>,
  same: (a: V, b: V) => boolean
): ReadonlyArray<V> => {
  if (versions.length < 2) return versions
  const joined: Array<V> = []
  for (const version of versions.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && last.to === version.from && same(last, version)) {
      joined[joined.length - 1] = withValidity(last, { from: last.from, to: version.to })
    } else joined.push(version)
  }
  return joined
}

/** When something was believed: from its recording until something newer superseded it. */
export interface Knowledge {
  readonly recordedAt: Instant
  readonly supersededAt?: Instant | undefined
}

/** Whether something was believed at an instant; without one, whether it is now. */
export const isKnown = ({ recordedAt, supersededAt }: Knowledge, asOf: Instant | undefined): boolean =>
  asOf === undefined
    ? supersededAt === undefined
    : recordedAt <= asOf && (supersededAt === undefined || supersededAt > asOf)
