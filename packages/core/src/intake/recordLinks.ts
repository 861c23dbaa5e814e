import { Effect } from "effect"
import type { ChargeLink } from "../charges/index.ts"
import { type Statement, type StatementKind, Statements } from "../exchange/index.ts"
import type { Gsrn } from "../market/index.ts"
import {
  applyLinks,
  type ChargeLinkData,
  type CimHeader,
  decodeChargeLinks,
  encodeChargeLinks
} from "../messages/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { goneLinks, type LinkChanges } from "./linkChanges.ts"
import { noteCorrections, type Touched } from "./noteCorrections.ts"
import { type Applied, type Applying, pointSubject } from "./PreparedMessage.ts"
import { inOrderMade, readStatement } from "./toldBefore.ts"

/**
 * Takes what RSM-031 says of links of charges to metering points (BRS-037) into the portfolio. What a message does depends
 * on the links that hold when it was made, so the links of a point are worked out anew from all that was told of them, in
 * the order in which DataHub made it, beginning with what was known before the first message.
 */
export const takeLinks = Effect.fn("takeLinks")(function* (
  { header, links }: Pick<ChargeLinkData, "header" | "links">,
  applying: Applying
) {
  const portfolio = yield* Portfolio
  const statements = yield* Statements
  const news = Map.groupBy(links, ({ gsrn }) => gsrn)
  const gsrns = [...news.keys()]
  const stored = yield* portfolio.versions(gsrns)
  const told = Map.groupBy(
    yield* statements.of(gsrns.map(pointSubject), ["links", "links before"]),
    ({ subject }) => subject
  )
  const added: Array<Statement> = []
  const changes: Array<LinkChanges> = []
  for (const [gsrn, ofPoint] of news) {
    const known = stored.get(gsrn)?.links ?? []
    const earlier = told.get(pointSubject(gsrn)) ?? []
    const statement = statementOf({ ...header, messageId: applying.messageId }, gsrn, ofPoint, "links")
    const before = earlier.length > 0 || known.length === 0 ? [] : [linksBefore(gsrn, known, statement)]
    added.push(...before, statement)
    const wanted = yield* linksAfter([...before, ...earlier, statement])
    changes.push({ links: wanted, removed: goneLinks(known, wanted) })
  }
  yield* statements.add(added)
  const outcome = yield* portfolio.record({
    links: changes.flatMap((change) => change.links),
    removed: { links: changes.flatMap(({ removed }) => removed) }
  })
  if (outcome.added + outcome.superseded > 0) yield* noteCorrections("links", links.map(touchedBy), applying)
  return outcome
})

/** A link or a stop of one may change all that comes after it. */
const touchedBy = ({ from, gsrn }: ChargeLink): Touched => ({ from, gsrn })

const linksAfter = Effect.fnUntraced(function* (statements: ReadonlyArray<Statement>) {
  const all = statements.toSorted(inOrderMade)
  const told = (yield* Effect.forEach(all, readStatement(decodeChargeLinks))).map(({ links }) => links)
  return all[0]?.kind === "links before" ? applyLinks(told[0]!, told.slice(1).flat()) : applyLinks([], told.flat())
})

/** RSM-031, see {@link takeLinks}. */
export const recordLinks = Effect.fn("recordLinks")(function* (data: ChargeLinkData, applying: Applying) {
  yield* takeLinks(data, applying)
  return {
    parkedParts: 0,
    notes: data.skipped.map(({ path, reason }) => `${path}: ${reason}`),
    arrived: []
  } satisfies Applied
})

/** What was known of the point before DataHub said anything, as if it had been said at the beginning of time. */
const linksBefore = (gsrn: Gsrn, stored: ReadonlyArray<ChargeLink>, { messageId, madeAt }: Statement): Statement => {
  const header: CimHeader = { ...noHeader, messageId, createdAt: madeAt }
  return { ...statementOf(header, gsrn, stored, "links before"), madeAt: 0 }
}

const nobody = { id: "5790001330552", role: "DDZ" }
const noHeader = { processType: "D17", type: "D07", sender: nobody, receiver: nobody }

const statementOf = (
  header: CimHeader,
  gsrn: Gsrn,
  links: ReadonlyArray<ChargeLink>,
  kind: StatementKind
): Statement => ({
  subject: pointSubject(gsrn),
  kind,
  madeAt: header.createdAt,
  messageId: header.messageId,
  transactionId: gsrn,
  document: JSON.stringify(encodeChargeLinks({ header, links }))
})
