import { type ChargeKey } from "../../src/charges/index.ts"
import type { ReceivedMessage } from "../../src/exchange/index.ts"
import { Gln, type Gsrn, gsrnOf, type Instant, LocalDate, MarketCalendar } from "../../src/market/index.ts"
import {
  type AnsweredRequest,
  type AnswerName,
  type AnswerReason,
  type CimHeader,
  encodeChargeInformation,
  encodeChargeLinks,
  encodeChargePrices,
  encodeCustomerData,
  encodeGenericNotification,
  encodeMasterData,
  encodeMeasureData,
  encodeRequestAnswer,
  type JsonObject
} from "../../src/messages/index.ts"
import type { MeteringPointMasterData } from "../../src/metering/index.ts"
import { seriesOf } from "../../src/testing/index.ts"
import { utf8Of } from "../../src/intake/utf8.ts"

export const us = Gln.make("5790009990017")
const gridCompany = Gln.make("5790009990031")
export const gsrn = gsrnOf("57131399900000001")
export const tariff: ChargeKey = { owner: gridCompany, type: "D03", code: "NET-C" }
export const subscription: ChargeKey = { owner: gridCompany, type: "D01", code: "NET-ABO" }

export const day = (text: string): Instant => MarketCalendar.startOfDay(LocalDate.make(text))

/** Messages of DataHub to us. They are made one minute after another, in the order in which this is called. */
export class Making {
  #made = 0
  readonly messages: Array<ReceivedMessage> = []

  make(processType: string, type: string, body: (header: CimHeader) => JsonObject): void {
    const createdAt = Date.parse("2025-01-01T06:00:00Z") + ++this.#made * 60_000
    const messageId = `m-${this.#made}`
    const header: CimHeader = {
      messageId,
      createdAt,
      processType,
      type,
      sender: { id: "5790001330552", role: "DDZ" },
      receiver: { id: us, role: "DDQ" }
    }
    this.messages.push({
      messageId,
      queue: "masterdata",
      body: utf8Of(JSON.stringify(body(header))),
      receivedAt: createdAt
    })
  }

  masterData(processType: string, fields: Partial<MeteringPointMasterData> & { readonly validFrom: Instant }): void {
    const masterData = {
      gsrn,
      type: "E17",
      gridArea: "791",
      children: [],
      estimatedAnnualVolumes: [],
      ...fields
    }
    this.make(processType, "E07", (header) =>
      encodeMasterData({ header, records: [{ transactionId: `t-${header.messageId}`, masterData }] })
    )
  }

  customer(name: string, validFrom: Instant, cvr?: string): void {
    const customer = { name, ...(cvr === undefined ? {} : { cvr }), contacts: [] }
    this.make("E03", "E21", (header) =>
      encodeCustomerData({ header, records: [{ transactionId: `t-${header.messageId}`, gsrn, validFrom, customer }] })
    )
  }

  /** DataHub's answer to a transaction of ours; without codes a confirmation. */
  answer(request: AnsweredRequest, processType: string, answers: string, reasons?: ReadonlyArray<AnswerReason>): void {
    const accepted = reasons === undefined
    const name = `${accepted ? "Confirm" : "Reject"}${request}` as AnswerName
    this.make(processType, "414", (header) =>
      encodeRequestAnswer({
        header: { ...header, reasonCode: accepted ? "A01" : "A02" },
        name,
        request,
        accepted,
        records: [{ transactionId: `a-${header.messageId}`, answers, reasons: reasons ?? [] }]
      })
    )
  }

  notice(processType: string, validFrom: Instant, of: Gsrn = gsrn): void {
    this.make(processType, "E44", (header) =>
      encodeGenericNotification({ header, records: [{ transactionId: `t-${header.messageId}`, gsrn: of, validFrom }] })
    )
  }

  links(charge: ChargeKey, quantity: number, from: Instant, to?: Instant): void {
    const link = { gsrn, charge, quantity, from, ...(to === undefined ? {} : { to }) }
    this.make("D17", "D07", (header) => encodeChargeLinks({ header, links: [link] }))
  }

  information(key: ChargeKey, name: string, from: Instant): void {
    this.make("D18", "D12", (header) =>
      encodeChargeInformation({
        header,
        information: [
          {
            key,
            name,
            from,
            registeredAt: header.createdAt,
            messageId: header.messageId,
            transactionId: `t-${header.messageId}`,
            description: "",
            vatClass: "D02",
            isTax: false,
            transparentInvoicing: true,
            resolution: key.type === "D03" ? "PT1H" : "P1M"
          }
        ]
      })
    )
  }

  monthlyPrice(key: ChargeKey, dkk: number, from: Instant, to?: Instant): void {
    this.make("D08", "D12", (header) =>
      encodeChargePrices({
        header,
        series: [
          {
            key,
            from,
            ...(to === undefined ? {} : { to }),
            registeredAt: header.createdAt,
            messageId: header.messageId,
            transactionId: `t-${header.messageId}`,
            resolution: "P1M",
            prices: Float64Array.of(dkk * 1e9)
          }
        ]
      })
    )
  }

  readings(date: string, kwh: string): void {
    this.make("E23", "E66", (header) =>
      encodeMeasureData({
        header,
        series: [
          seriesOf({
            gsrn,
            period: MarketCalendar.dayPeriod(LocalDate.make(date)),
            kwh,
            registeredAt: header.createdAt,
            messageId: header.messageId
          })
        ]
      })
    )
  }
}
