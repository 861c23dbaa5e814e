import { Effect } from "effect"
import {
  DeadLetters,
  type Handling,
  Inbox,
  Outbox,
  type OutgoingMessage,
  type ParkedPart,
  ParkedParts,
  type ReceivedMessage,
  type Statement,
  Statements
} from "../../exchange/index.ts"
import type { Gsrn, Instant } from "../../market/index.ts"
import { CorrectionsDue } from "../../runs/index.ts"
import type { ConformanceCase } from "./conformance.ts"
import { midnight, worldPoint } from "./conformanceWorld.ts"

/** The ports that a message goes through, and those that its effects leave something in. */
export type ExchangePorts = CorrectionsDue | DeadLetters | Inbox | Outbox | ParkedParts | Statements

/** What a case works with: the ports, and ids and times that no other case uses. */
export interface ExchangeWorld {
  readonly inbox: Inbox["Service"]
  readonly letters: DeadLetters["Service"]
  readonly parts: ParkedParts["Service"]
  readonly statements: Statements["Service"]
  readonly outbox: Outbox["Service"]
  readonly corrections: CorrectionsDue["Service"]
  readonly id: (name: string) => string
  readonly gsrn: (index: number) => Gsrn
  /** Minutes after this world began. A later world lies before an earlier one: what waits there is not due yet. */
  readonly at: (minutes: number) => Instant
  readonly message: (name: string, more?: Partial<ReceivedMessage>) => ReceivedMessage
  readonly part: (name: string, more?: Partial<ParkedPart>) => ParkedPart
  readonly statement: (name: string, more?: Partial<Statement>) => Statement
  readonly outgoing: (name: string, more?: Partial<OutgoingMessage>) => OutgoingMessage
  /** Of a list, what belongs to this world. */
  readonly mine: <A extends { readonly messageId: string }>(all: ReadonlyArray<A>) => ReadonlyArray<A>
}

/** More than any world has. */
export const ALL = 100_000

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const bytes = (ascii: string): Uint8Array => Uint8Array.from(ascii, (character) => character.charCodeAt(0))

/** Ids and things of a world, without ports. */
const worldThings = (world: number) => {
  const start = midnight("2040-01-01") - world * DAY
  const id = (name: string): string => `w${world}-${name}`
  const at = (minutes: number): Instant => start + minutes * MINUTE
  return {
    id,
    at,
    gsrn: (index: number) => worldPoint(world, index),
    message: (name: string, more: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
      messageId: id(name),
      queue: "measuredata",
      body: bytes(`{"of":"${name}"}`),
      receivedAt: at(0),
      ...more
    }),
    part: (name: string, more: Partial<ParkedPart> = {}): ParkedPart => ({
      messageId: id("message"),
      part: name,
      waitsFor: id("point"),
      reason: `waits: ${name}`,
      document: `{"part":"${name}"}`,
      createdAt: at(0),
      parkedAt: at(1),
      ...more
    }),
    statement: (name: string, more: Partial<Statement> = {}): Statement => ({
      subject: id("point"),
      kind: "master data",
      madeAt: at(0),
      messageId: id("message"),
      transactionId: name,
      document: `{"statement":"${name}"}`,
      ...more
    }),
    outgoing: (name: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
      messageId: id(name),
      document: "RequestChangeOfSupplier",
      process: "BRS-001",
      processType: "E03",
      transactionIds: [id(`${name}/2`), id(`${name}/1`)],
      body: `{"mRID":"${name}","æ":"ø"}`,
      ...more
    }),
    mine: <A extends { readonly messageId: string }>(all: ReadonlyArray<A>) =>
      all.filter(({ messageId }) => messageId.startsWith(id("")))
  }
}

/** A world on the ports around this. */
export const exchangeWorld = Effect.fnUntraced(function* (world: number) {
  return {
    ...worldThings(world),
    inbox: yield* Inbox,
    letters: yield* DeadLetters,
    parts: yield* ParkedParts,
    statements: yield* Statements,
    outbox: yield* Outbox,
    corrections: yield* CorrectionsDue
  } satisfies ExchangeWorld
})

export type ExchangeCase = ConformanceCase<ExchangePorts>

/** A case in a world of its own. */
export const exchangeCase = (
  world: number,
  name: string,
  test: (world: ExchangeWorld) => Effect.Effect<void, unknown>
): ExchangeCase => ({ name, run: Effect.flatMap(exchangeWorld(world), test) })

/** Handling without anything to tell. */
export const applied: Handling = { outcome: "applied", parkedParts: 0, notes: [], keepBody: false }

/** What effects of a case fail with. */
export interface Changed {
  readonly _tag: "ChangedMyMind"
}
export const changedMyMind = Effect.fail<Changed>({ _tag: "ChangedMyMind" })

/** Leaves something in every port. */
export const leaveTraces = ({
  at,
  corrections,
  gsrn,
  letters,
  message,
  outbox,
  outgoing,
  part,
  parts,
  ...world
}: ExchangeWorld) =>
  Effect.gen(function* () {
    yield* parts.park([part("trace")])
    yield* world.statements.add([world.statement("trace")])
    yield* outbox.enqueue([outgoing("trace")], at(0))
    yield* letters.add(message("trace"), { kind: "Trace", text: "left" })
    yield* corrections.note([
      {
        gsrn: gsrn(1),
        period: { from: at(0), to: at(1440) },
        cause: "links",
        messageId: world.id("trace"),
        notedAt: at(0)
      }
    ])
    yield* world.inbox.once(message("trace within"), Effect.succeed(applied))
  })

/** How many traces there are in each port. */
export const tracesOf = (world: ExchangeWorld) =>
  Effect.gen(function* () {
    const corrections = yield* world.corrections.open(ALL)
    return [
      world.mine(yield* world.parts.list(ALL)).length,
      (yield* world.statements.of([world.id("point")], ["master data"])).length,
      world.mine(yield* world.outbox.list({ limit: ALL })).length,
      world.mine(yield* world.letters.list({ limit: ALL })).length,
      corrections.filter(({ gsrn }) => gsrn === world.gsrn(1)).length,
      world.mine(yield* world.inbox.messages({ limit: ALL })).length
    ]
  })
