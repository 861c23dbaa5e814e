import type { MessageLine } from "@datahub-settlement/simulator"
import type { Book } from "./bookState.ts"
import type { ExchangeState } from "./exchangeState.ts"
import { brokenFaults } from "./mischief.ts"

/** What is known after a story with faults and kills. */
export interface Aftermath {
  /** Every message of the simulator's journal. */
  readonly messages: ReadonlyArray<MessageLine>
  readonly exchange: ExchangeState
  /** How often the hosts' logs tell of each message that it was handled, not counting `known before`. */
  readonly handled: ReadonlyMap<string, number>
}

/** What went wrong with messages, each with the line of the journal that it is about. */
export interface Verdict {
  /** Given out, and neither used nor among the dead letters. */
  readonly lost: ReadonlyArray<string>
  /** Used twice. */
  readonly doubled: ReadonlyArray<string>
  readonly deadLettered: number
  /** Good ones among the dead letters, broken ones that were used, ones that never left their queue. */
  readonly misplaced: ReadonlyArray<string>
}

const used: ReadonlySet<string | undefined> = new Set(["applied", "stored"])

/** Whether what was served of a message was broken on purpose. */
const isBroken = ({ faults, spoiled }: Pick<MessageLine, "faults" | "spoiled">): boolean =>
  spoiled !== undefined || faults.some((fault) => brokenFaults.has(fault))

/** The same of a message in a journal: a copy of one that was broken from the start is as broken. */
const isServedBroken = (line: MessageLine, known: ReadonlyMap<string, MessageLine>): boolean => {
  const original = line.repeats === undefined ? undefined : known.get(line.repeats)
  // The copy of a spoiled one is a copy of what it was before.
  return isBroken(line) || (original !== undefined && isBroken({ ...original, spoiled: undefined }))
}

/** Whether the story itself sent it: neither a broken one of nothing real, nor a copy, nor an irregular registration. */
export const isOfTheStory = ({ faults, repeats }: Pick<MessageLine, "faults" | "repeats">): boolean =>
  repeats === undefined && !faults.some((fault) => brokenFaults.has(fault) || irregular.has(fault))

const irregular: ReadonlySet<string> = new Set(["late", "contradictory"])

/** Holds the journal against the database, message by message. */
export const judge = ({ exchange, handled, messages }: Aftermath): Verdict => {
  const { deadLetters, doubledRows, inbox } = exchange
  const told = (what: string, line: MessageLine): string => `${what}: ${JSON.stringify(line)}`
  const known = new Map(messages.map((line) => [line.messageId, line]))
  const lost = messages
    .filter(({ deliveries }) => deliveries > 0)
    .filter(({ messageId }) => !used.has(inbox.get(messageId)) && (deadLetters.get(messageId) ?? "") === "")
    .map((line) => told(line.dequeues > 0 ? "dequeued and nowhere" : "given out and nowhere", line))
  const twice = [...handled].filter(([, times]) => times > 1)
  const misplaced = [
    ...[...deadLetters].flatMap(([messageId, reason]) => {
      const line = known.get(messageId)
      if (line === undefined) return [`dead letter ${messageId} is no message that was sent: ${reason}`]
      return isServedBroken(line, known) ? [] : [told(`a good message among the dead letters (${reason})`, line)]
    }),
    ...messages
      .filter((line) => isServedBroken(line, known) && used.has(inbox.get(line.messageId)))
      .map((line) => told("a broken message was used", line)),
    ...messages.filter(({ dequeues }) => dequeues === 0).map((line) => told("never dequeued", line)),
    ...[...inbox.keys()].filter((id) => !known.has(id)).map((id) => `message ${id} of the inbox was never sent`)
  ]
  return {
    lost,
    doubled: [
      ...twice.map(([id, times]) => `handled ${times} times: ${JSON.stringify(known.get(id) ?? id)}`),
      ...doubledRows.map((row) => `twice in the ledger: ${row}`)
    ],
    deadLettered: deadLetters.size,
    misplaced
  }
}

/** Entries that are not the same in both, as one line each; `left out` are keys that cannot be compared. */
export const differences = (
  names: readonly [one: string, other: string],
  one: Book,
  other: Book,
  isLeftOut: (key: string) => boolean = () => false
): ReadonlyArray<string> =>
  [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => !isLeftOut(key) && one.get(key) !== other.get(key))
    .sort()
    .map((key) => {
      const [first, second] = firstDifference(one.get(key), other.get(key))
      return `${key}: ${names[0]} says ${first}, ${names[1]} says ${second}`
    })

const TEXT_MAX = 300

/** The first lines that differ. */
const firstDifference = (one: string | undefined, other: string | undefined): readonly [string, string] => {
  if (one === undefined || other === undefined) return [shortened(one), shortened(other)]
  const [a, b] = [one.split("\n"), other.split("\n")]
  const at = a.findIndex((line, index) => line !== b[index])
  return at < 0 ? ["no more", shortened(b[a.length])] : [shortened(a[at]), shortened(b[at])]
}

const shortened = (text: string | undefined): string =>
  text === undefined ? "nothing" : text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text
