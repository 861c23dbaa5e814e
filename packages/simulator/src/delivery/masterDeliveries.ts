import {
  encodeChargeInformation,
  encodeChargePrices,
  encodeGenericNotification,
  type Gsrn,
  type Instant
} from "@datahub-settlement/core"
import { transactionIdOf } from "../chance/ids.ts"
import type { Engine } from "../Engine.ts"
import { bytesOfJson, headerFrom } from "../documents/header.ts"
import {
  customerDocument,
  linksDocument,
  masterDataDocument,
  type MasterDocument,
  type PointSnapshot,
  snapshotOf
} from "../documents/masterData.ts"
import { informationFrom, pricesOf } from "../world/charges.ts"
import type { World } from "../world/World.ts"
import type { WorldPoint } from "../world/WorldPoint.ts"

/** Why master data is sent, and to whom. */
export interface MasterReason {
  readonly receiver: string
  /** E03, E65, D29, D07, D33 … */
  readonly processType: string
  /** From when the data hold. */
  readonly validFrom: Instant
  readonly answers?: string | undefined
}

/** Sends master data, prices and notices. */
export interface MasterDeliveries {
  /** RSM-022, RSM-028 and RSM-031 of points and their children: children before their parents. */
  readonly sendPoints: (points: ReadonlyArray<WorldPoint>, reason: MasterReason) => void
  /** RSM-022 alone. */
  readonly sendMasterData: (points: ReadonlyArray<WorldPoint>, reason: MasterReason) => void
  /** RSM-028 alone. */
  readonly sendCustomers: (points: ReadonlyArray<WorldPoint>, reason: MasterReason) => void
  /** RSM-031 alone. */
  readonly sendLinks: (points: ReadonlyArray<WorldPoint>, reason: MasterReason) => void
  /** RSM-034/D18: what the charges are from a year on, to every actor. */
  readonly sendCharges: (year: number) => void
  /** RSM-034/D08: what they cost in a year. */
  readonly sendPrices: (year: number) => void
  /** RSM-004. */
  readonly notify: (receiver: string, gsrn: Gsrn, processType: string, validFrom: Instant, answers?: string) => void
}

/** How many metering points one document of master data holds at most. */
const RECORDS_MAX = 500

/** Reasons that links are sent with; all others send them as a change of links. */
const reasonsOfLinks: ReadonlySet<string> = new Set(["D07", "D33", "D20"])
/** Processes in which a supply of whoever is told begins on the day that the data hold from. */
const beginnings: ReadonlySet<string> = new Set(["E03", "E65", "D29"])
const LINKS = "D17"
const CHARGES = "D18"
const PRICES = "D08"

export const makeMasterDeliveries = (engine: Engine, world: World): MasterDeliveries => {
  const put = (
    document: string,
    reason: Pick<MasterReason, "receiver" | "processType">,
    write: (messageId: string, createdAt: Instant) => Uint8Array
  ): void =>
    void engine.deliver({
      receiver: reason.receiver,
      queue: "masterdata",
      document,
      processType: reason.processType,
      write
    })

  const each = (
    points: ReadonlyArray<WorldPoint>,
    reason: MasterReason,
    send: (document: MasterDocument) => void
  ): void => {
    const from = { ...reason, begins: beginnings.has(reason.processType) }
    const snapshots = points.map((point) => snapshotOf(world, point, from))
    for (const chunk of chunksOf(snapshots)) send({ ...reason, snapshots: chunk })
  }
  const sendMasterData = (points: ReadonlyArray<WorldPoint>, reason: MasterReason): void =>
    each(points, reason, (one) => put("AccountingPointCharacteristics", reason, masterDataDocument(world, one)))
  const sendCustomers = (points: ReadonlyArray<WorldPoint>, reason: MasterReason): void =>
    each(points, reason, (one) => put("CharacteristicsOfACustomerAtAnAP", reason, customerDocument(world, one)))
  const sendLinks = (points: ReadonlyArray<WorldPoint>, why: MasterReason): void => {
    const reason = reasonsOfLinks.has(why.processType) ? why : { ...why, processType: LINKS }
    // A heating point has no links of its own until somebody makes one.
    const charged = points.filter(({ gsrn, type }) => type !== "D14" || world.linkChanges.has(gsrn))
    each(charged, reason, (one) => put("NotifyBillingMasterData", reason, linksDocument(one)))
  }

  const sendPriceList = (year: number, processType: typeof CHARGES | typeof PRICES): void => {
    for (const { gln: receiver } of engine.clients) {
      put("NotifyPriceList", { receiver, processType }, priceDocument(receiver, year, processType))
    }
  }

  return {
    sendMasterData,
    sendCustomers,
    sendLinks,
    sendPoints: (points, reason) => {
      const families = points.flatMap(world.familyOf)
      const children = families.filter(({ parent }) => parent !== undefined)
      const parents = families.filter(({ parent }) => parent === undefined)
      sendMasterData(children, reason)
      sendMasterData(parents, reason)
      sendCustomers(parents, reason)
      sendLinks(families, reason)
    },
    sendCharges: (year) => sendPriceList(year, CHARGES),
    sendPrices: (year) => sendPriceList(year, PRICES),
    notify: (receiver, gsrn, processType, validFrom, answers) =>
      put(
        "GenericNotification",
        { receiver, processType },
        noticeDocument({ receiver, processType, gsrn, validFrom, answers })
      )
  }
}

interface Notice {
  readonly receiver: string
  readonly processType: string
  readonly gsrn: Gsrn
  readonly validFrom: Instant
  readonly answers: string | undefined
}

const noticeDocument =
  ({ answers, gsrn, processType, receiver, validFrom }: Notice) =>
  (messageId: string, createdAt: Instant): Uint8Array => {
    const document = "GenericNotification"
    const header = headerFrom({ messageId, createdAt, receiver, processType, document, role: "DDZ" })
    const record = { transactionId: transactionIdOf(messageId, 0), gsrn, validFrom }
    const records = [answers === undefined ? record : { ...record, answers }]
    return bytesOfJson(encodeGenericNotification({ header, records }))
  }

const chunksOf = (snapshots: ReadonlyArray<PointSnapshot>): ReadonlyArray<ReadonlyArray<PointSnapshot>> =>
  Array.from({ length: Math.ceil(snapshots.length / RECORDS_MAX) }, (_, chunk) =>
    snapshots.slice(chunk * RECORDS_MAX, (chunk + 1) * RECORDS_MAX)
  )

const priceDocument =
  (receiver: string, year: number, processType: typeof CHARGES | typeof PRICES) =>
  (messageId: string, createdAt: Instant): Uint8Array => {
    const header = headerFrom({ messageId, createdAt, receiver, processType, document: "NotifyPriceList", role: "DDZ" })
    const origin = { messageId, createdAt, transactionId: (index: number) => transactionIdOf(messageId, index) }
    return bytesOfJson(
      processType === CHARGES
        ? encodeChargeInformation({ header, information: informationFrom(year, origin) })
        : encodeChargePrices({ header, series: pricesOf(year, origin) })
    )
  }
