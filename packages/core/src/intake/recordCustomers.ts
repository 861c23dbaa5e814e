import { Effect } from "effect"
import { type Statement, Statements } from "../exchange/index.ts"
import { type CimHeader, type CustomerData, type CustomerDataRecord, encodeCustomerData } from "../messages/index.ts"
import { type CustomerVersion, Portfolio } from "../portfolio/index.ts"
import { type Applied, type Applying, pointSubject } from "./PreparedMessage.ts"
import { beginOf, transactionFrom } from "./toldBefore.ts"

/**
 * RSM-028: who the customer of a metering point is, from a day on, as DataHub has it; never with a CPR number. Of two
 * messages that tell of the same day the one that was made last holds; each holds until the next day that is told of.
 */
export const recordCustomers = Effect.fn("recordCustomers")(function* (
  { header, records, skipped }: CustomerData,
  { messageId }: Applying
) {
  const portfolio = yield* Portfolio
  const statements = yield* Statements
  const news = Map.groupBy(records, ({ gsrn }) => gsrn)
  const told = Map.groupBy(
    yield* statements.of([...news.keys()].map(pointSubject), ["customer"]),
    ({ subject }) => subject
  )
  const stored = yield* portfolio.versions([...news.keys()])
  const customers = [...news].flatMap(([gsrn, ofPoint]) =>
    versionsOf(header, ofPoint, told.get(pointSubject(gsrn)) ?? [], stored.get(gsrn)?.customers ?? [])
  )
  yield* portfolio.record({ customers })
  yield* statements.add(records.map((record) => statementOf({ ...header, messageId }, record)))
  return {
    parkedParts: 0,
    notes: skipped.map(({ path, reason }) => `${path}: ${reason}`),
    arrived: []
  } satisfies Applied
})

const versionsOf = (
  header: CimHeader,
  records: ReadonlyArray<CustomerDataRecord>,
  told: ReadonlyArray<Statement>,
  stored: ReadonlyArray<CustomerVersion>
): ReadonlyArray<CustomerVersion> => {
  const newer = new Set(told.filter(({ madeAt }) => madeAt > header.createdAt).map(beginOf))
  // Also days that were told of and changed nothing: what comes late must not run over them.
  const begins = [...records.map(({ validFrom }) => validFrom), ...told.map(beginOf), ...stored.map(({ from }) => from)]
  begins.sort((a, b) => a - b)
  const byDay = new Map(
    records.map(({ customer, gsrn, validFrom: from }): readonly [number, CustomerVersion] => {
      const { cpr: _, secondCpr: __, ...kept } = customer
      const to = begins.find((begin) => begin > from)
      return [from, { gsrn, from, ...(to === undefined ? {} : { to }), customer: kept }]
    })
  )
  return [...byDay.values()].filter(({ from }) => !newer.has(from))
}

const statementOf = (header: CimHeader, record: CustomerDataRecord): Statement => ({
  subject: pointSubject(record.gsrn),
  kind: "customer",
  madeAt: header.createdAt,
  messageId: header.messageId,
  transactionId: transactionFrom(record.transactionId, record.validFrom),
  document: JSON.stringify(encodeCustomerData({ header, records: [record] }))
})
