import {
  type ChargeKey,
  type CimHeader,
  encodeChargeInformation,
  encodeChargeLinks,
  encodeChargePrices,
  encodeGenericNotification,
  encodeMasterData,
  encodeMeasureData,
  encodeReallocationRequest,
  encodeRequestAnswer,
  type Gsrn,
  type JsonObject,
  type ReceivedMessage,
  type Resolution
} from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { child, gridArea, isMonthly, nameOfPoint, reduced, tax, typeOf, us } from "./cast.ts"
import type { Fact } from "./facts.ts"
import { DAYS, dateOf, dayAt } from "./modelCalendar.ts"

/** A message of DataHub to us: its bytes, and what is true because of it. */
export interface Told {
  readonly message: ReceivedMessage
  readonly facts: ReadonlyArray<Fact>
  readonly words: string
}

/** What a message is made from. */
export interface Telling {
  readonly processType: string
  readonly type: string
  readonly body: (header: CimHeader) => JsonObject
  readonly facts: ReadonlyArray<Fact>
  readonly words: string
}

const encoder = new TextEncoder()

/** A message made at an instant; ids are counted. */
export const told = (telling: Telling, number: number, createdAt: number): Told => {
  const messageId = `m-${String(number).padStart(4, "0")}`
  const header: CimHeader = {
    messageId,
    createdAt,
    processType: telling.processType,
    type: telling.type,
    sender: { id: "5790001330552", role: "DDZ" },
    receiver: { id: us, role: "DDQ" }
  }
  const body = encoder.encode(JSON.stringify(telling.body(header)))
  return {
    message: { messageId, queue: "masterdata", body, receivedAt: createdAt },
    facts: telling.facts,
    words: `${messageId}: ${telling.words}`
  }
}

/** RSM-022: the point, and that our supply of it begins where that is said. */
export const pointTold = (gsrn: Gsrn, day: number, why: "E03" | "E65" | "D07" | "D33" | "E32") => {
  const isStart = why !== "E32"
  const supplyStart = isStart ? { supplyStart: dayAt(day) } : {}
  const masterData = {
    gsrn,
    type: typeOf(gsrn),
    gridArea,
    children: [],
    estimatedAnnualVolumes: [],
    validFrom: dayAt(day),
    ...supplyStart
  }
  return {
    processType: why,
    type: "E07",
    facts: [{ kind: "point", gsrn }, ...(isStart ? [{ kind: "start", gsrn, day, why } as const] : [])],
    words: `${nameOfPoint(gsrn)} ${isStart ? `is ours (${why})` : "exists"} from ${dateOf(day)}`,
    body: (header) => encodeMasterData({ header, records: [{ transactionId: `t-${header.messageId}`, masterData }] })
  } satisfies Telling
}

/** RSM-022: the child point, and whose it is from a day on. */
export const childTold = (parent: Gsrn, day: number) =>
  ({
    processType: "E32",
    type: "E07",
    facts: [
      { kind: "point", gsrn: child },
      { kind: "child", gsrn: child, parent, day }
    ],
    words: `the child belongs to ${nameOfPoint(parent)} from ${dateOf(day)}`,
    body: (header) => {
      const masterData = {
        gsrn: child,
        type: "D14" as const,
        gridArea,
        parent: { gsrn: parent },
        children: [],
        estimatedAnnualVolumes: [],
        validFrom: dayAt(day)
      }
      return encodeMasterData({ header, records: [{ transactionId: `t-${header.messageId}`, masterData }] })
    }
  }) satisfies Telling

/** RSM-004: our supply ends, or a beginning of it never was, or it was as it is known. */
export const noticeTold = (gsrn: Gsrn, day: number, why: "E03" | "E01" | "E20" | "D34" | "D35") =>
  ({
    processType: why,
    type: "E44",
    facts: why === "D35" ? [] : [why === "D34" ? { kind: "undo", gsrn, day } : { kind: "stop", gsrn, day, why }],
    words: `${nameOfPoint(gsrn)} ${noticeWords(why)} from ${dateOf(day)}`,
    body: (header) =>
      encodeGenericNotification({
        header,
        records: [{ transactionId: `t-${header.messageId}`, gsrn, validFrom: dayAt(day) }]
      })
  }) satisfies Telling

const noticeWords = (why: string): string =>
  why === "D34" ? "never was ours" : why === "D35" ? "was rightly ours" : `is not ours (${why})`

/** RSM-003: whether we take a point back. */
export const resumptionTold = (gsrn: Gsrn, day: number, why: "D07" | "D33") =>
  ({
    processType: why,
    type: "D01",
    facts: [],
    words: `are we to have ${nameOfPoint(gsrn)} back from ${dateOf(day)} (${why})?`,
    body: (header) =>
      encodeReallocationRequest({
        header,
        records: [{ transactionId: `t-${header.messageId}`, gsrn, startAt: dayAt(day) }]
      })
  }) satisfies Telling

/** RSM-012: the same energy every hour of some days, or every quarter of it a quarter. */
export const readingsTold = (gsrn: Gsrn, from: number, to: number, wh: number, resolution: Resolution = "PT1H") =>
  ({
    processType: "E23",
    type: "E66",
    facts: [{ kind: "readings", gsrn, from, to, wh }],
    words: `readings of ${nameOfPoint(gsrn)}, ${dateOf(from)} to ${dateOf(to)}: ${wh} Wh every hour${resolution === "PT1H" ? "" : ", by quarters"}`,
    body: (header) =>
      encodeMeasureData({
        header,
        series: [
          seriesOf({
            gsrn,
            period: { from: dayAt(from), to: dayAt(to) },
            resolution,
            kwh: (wh / (resolution === "PT1H" ? 1000 : 4000)).toFixed(3),
            meteringPointType: typeOf(gsrn),
            registeredAt: header.createdAt,
            messageId: header.messageId
          })
        ]
      })
  }) satisfies Telling

/** RSM-031: a charge counts so many times from a day on, or to another one; or no longer, where both are the same. */
export const linkTold = (gsrn: Gsrn, charge: ChargeKey, quantity: number, from: number, to: number = DAYS) =>
  ({
    processType: "D17",
    type: "D07",
    facts: [{ kind: "link", gsrn, charge: charge.code, quantity, from, to }],
    words: `${nameOfPoint(gsrn)} has ${from === to ? "no" : quantity} × ${charge.code} ${spanText(from, to)}`,
    body: (header) => {
      const end = to === DAYS ? {} : { to: dayAt(to) }
      return encodeChargeLinks({ header, links: [{ gsrn, charge, quantity, from: dayAt(from), ...end }] })
    }
  }) satisfies Telling

const spanText = (from: number, to: number): string =>
  from === to || to === DAYS ? `from ${dateOf(from)}` : `${dateOf(from)} to ${dateOf(to)}`

/** RSM-034, process D18: what a charge is from the first day on, or that it ends on a day. */
export const chargeTold = (key: ChargeKey, end?: number) =>
  ({
    processType: "D18",
    type: "D12",
    facts: end === undefined ? [] : [{ kind: "price", charge: key.code, nano: undefined, from: end, to: DAYS }],
    words: end === undefined ? `there is a charge ${key.code}` : `charge ${key.code} ends on ${dateOf(end)}`,
    body: (header) =>
      encodeChargeInformation({
        header,
        information: [
          {
            key,
            ...originOf(header),
            name: key.code,
            from: dayAt(end ?? 0),
            ...(end === undefined ? {} : { to: dayAt(end) }),
            description: "",
            vatClass: "D02",
            isTax: key === tax || key === reduced,
            transparentInvoicing: true,
            resolution: resolutionOf(key)
          }
        ]
      })
  }) satisfies Telling

/** RSM-034, process D08: what a charge costs in some days, DKK per kWh or month. */
export const priceTold = (key: ChargeKey, nano: number, from: number, to: number = DAYS) =>
  ({
    processType: "D08",
    type: "D12",
    facts: [{ kind: "price", charge: key.code, nano, from, to }],
    words: `${key.code} costs ${nano / 1e9} ${spanText(from, to)}`,
    body: (header) => {
      const end = to === DAYS ? {} : { to: dayAt(to) }
      const prices = new Float64Array(to === DAYS || isMonthly(key) ? 1 : to - from).fill(nano)
      const one = { key, ...originOf(header), from: dayAt(from), ...end, resolution: resolutionOf(key), prices }
      return encodeChargePrices({ header, series: [one] })
    }
  }) satisfies Telling

const originOf = ({ createdAt, messageId }: CimHeader) => ({
  registeredAt: createdAt,
  messageId,
  transactionId: `t-${messageId}`
})

const resolutionOf = (key: ChargeKey) => (isMonthly(key) ? ("P1M" as const) : ("P1D" as const))

/** DataHub's answer to a transaction of ours. */
export const answerTold = (
  request:
    | "RequestChangeOfSupplier"
    | "RequestReallocateChangeOfSupplier"
    | "RequestEndOfSupply"
    | "RequestCancellation",
  processType: string,
  answers: string,
  refused?: string
) =>
  ({
    processType,
    type: "414",
    facts: [],
    words: `${request} ${answers} is ${refused === undefined ? "accepted" : `refused (${refused})`}`,
    body: (header) =>
      encodeRequestAnswer({
        header: { ...header, reasonCode: refused === undefined ? "A01" : "A02" },
        name: refused === undefined ? `Confirm${request}` : `Reject${request}`,
        request,
        accepted: refused === undefined,
        records: [
          {
            transactionId: `a-${header.messageId}`,
            answers,
            reasons: refused === undefined ? [] : [{ code: refused }]
          }
        ]
      })
  }) satisfies Telling
