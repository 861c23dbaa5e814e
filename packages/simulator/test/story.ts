import { decodeMeasureData } from "@datahub-settlement/core"
import { expect } from "@effect/vitest"
import { Result } from "effect"
import type { ActorPoint } from "../src/index.ts"
import { labelOf, type Message, type Player, pointId, request } from "./player.ts"

/** The cast of a scenario that is started now; everything that waits is out of the way first. */
export const start = async (player: Player, name: string): Promise<Readonly<Record<string, ActorPoint>>> => {
  await player.drain("masterdata")
  await player.drain("measuredata")
  const { body, status } = await player.admin("scenario", { name })
  expect(status).toBe(200)
  return JSON.parse(body).roles
}

export const customerOf = ({ customerCpr, customerCvr }: ActorPoint) =>
  customerCvr === undefined ? { scheme: "ARR", number: customerCpr! } : { scheme: "VAT", number: customerCvr }

export const labels = (messages: ReadonlyArray<Message>): ReadonlyArray<string> => messages.map(labelOf)
export const masterdata = async (player: Player): Promise<ReadonlyArray<string>> =>
  labels(await player.drain("masterdata"))

export const send = async (player: Player, operation: string, body: unknown): Promise<void> => {
  const answer = await player.submit(operation, body)
  expect([answer.status, answer.body]).toEqual([202, ""])
}

export const transactionOf = (body: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string => {
  const root = Object.values(body)[0]!
  return ((root.MktActivityRecord ?? root.Series) as ReadonlyArray<{ readonly mRID: string }>)[0]!.mRID
}

export const cancel = (gsrn: string, cancels: string, processType = "E03") =>
  request("RequestCancellation", processType, {
    "marketEvaluationPoint.mRID": pointId(gsrn),
    originalTransactionIDReference_MktActivityRecord: undefined,
    "originalTransactionIDReference_MktActivityRecord.mRID": cancels
  })

export const endOfSupply = (gsrn: string, processType: string, date: string) =>
  request("RequestEndOfSupply", processType, {
    "marketEvaluationPoint.mRID": pointId(gsrn),
    [processType === "D33" || processType === "D07" ? "start_DateAndOrTime.dateTime" : "end_DateAndOrTime.dateTime"]:
      date
  })

export const SWITCHED = [
  "ConfirmRequestChangeOfSupplier E03",
  "AccountingPointCharacteristics E03",
  "CharacteristicsOfACustomerAtAnAP E03",
  "NotifyBillingMasterData D17"
]

/** Days since a message's readings begin, by point. */
export const readingDays = (messages: ReadonlyArray<Message>, gsrn: string): ReadonlyArray<string> =>
  messages
    .flatMap(({ body }) => Result.getOrThrow(decodeMeasureData(body)).series)
    .filter((series) => series.gsrn === gsrn)
    .map((series) => new Date(series.start).toISOString().slice(0, 10))
