import {
  encodeChargeLinks,
  encodeCustomerData,
  encodeMasterData,
  type ChargeLink,
  type Customer,
  type Instant,
  type MeteringPointMasterData
} from "@datahub-settlement/core"
import { transactionIdOf } from "../chance/ids.ts"
import { defaultLinks } from "../world/charges.ts"
import type { World } from "../world/World.ts"
import {
  addressOf,
  type ConnectionState,
  customerAt,
  supplyAt,
  UNKNOWN_CUSTOMER,
  type WorldPoint
} from "../world/WorldPoint.ts"
import { bytesOfJson, headerFrom } from "./header.ts"

/** A metering point as it is told to a supplier: caught at the time of telling, written later. */
export interface PointSnapshot {
  readonly point: WorldPoint
  readonly validFrom: Instant
  readonly supplier: string
  readonly supplyStart: Instant
  readonly connectionState: ConnectionState
  /** As it was called then; a CPR number never leaves DataHub. */
  readonly customerName: string
  readonly customerCvr: string | undefined
  readonly electricHeating: boolean
  /** What was changed in the links until then. */
  readonly linkChanges: ReadonlyArray<ChargeLink>
}

/** Who is told, from when on, and whether a supply begins then. */
export interface SnapshotReason {
  readonly receiver: string
  readonly validFrom: Instant
  readonly begins: boolean
}

const noLinks: ReadonlyArray<ChargeLink> = []

/**
 * How a point is from an instant on, for the supplier that has it then. Small: there may be 80,000 of them. A move-in begins
 * a supply even where the same supplier has the point already.
 */
export const snapshotOf = (
  world: World,
  point: WorldPoint,
  { begins, receiver: supplier, validFrom }: SnapshotReason
): PointSnapshot => {
  const supply = supplyAt(point, validFrom)
  const customer = customerAt(point.parent === undefined ? point : world.points[point.parent]!, validFrom)
  return {
    point,
    validFrom,
    supplier,
    supplyStart: supply?.supplier === supplier && !begins ? supply.from : validFrom,
    connectionState: point.connectionState,
    customerName: customer?.name ?? UNKNOWN_CUSTOMER,
    customerCvr: customer?.cvr,
    electricHeating: point.electricHeating,
    linkChanges: world.linkChanges.get(point.gsrn) ?? noLinks
  }
}

const customerOf = (world: World, snapshot: PointSnapshot): Customer => {
  const { customerCvr, customerName, electricHeating, point } = snapshot
  const { isActual: _isActual, ...address } = addressOf(world.options.seed, point)
  const isKnown = customerName !== UNKNOWN_CUSTOMER
  return {
    name: customerName,
    ...(isKnown && customerCvr !== undefined ? { cvr: customerCvr } : {}),
    protectedName: false,
    contacts: isKnown ? [{ type: "D01", name: customerName, address }] : [],
    electricHeating
  }
}

const linksOf = ({ linkChanges, point, supplyStart }: PointSnapshot): ReadonlyArray<ChargeLink> => [
  ...defaultLinks(point, supplyStart),
  ...linkChanges
]

/** What all documents of a set of points share. */
export interface MasterDocument {
  readonly receiver: string
  readonly processType: string
  readonly snapshots: ReadonlyArray<PointSnapshot>
  /** Transaction id of the request that this answers. */
  readonly answers?: string | undefined
}

type Write = (messageId: string, createdAt: Instant) => Uint8Array

const answered = ({ answers }: MasterDocument): { readonly answers?: string } =>
  answers === undefined ? {} : { answers }

/** RSM-022. */
export const masterDataDocument =
  (world: World, document: MasterDocument): Write =>
  (messageId, createdAt) =>
    bytesOfJson(
      encodeMasterData({
        header: headerFrom({
          ...document,
          messageId,
          createdAt,
          document: "AccountingPointCharacteristics",
          role: "DDZ"
        }),
        records: document.snapshots.map((snapshot, index) => ({
          transactionId: transactionIdOf(messageId, index),
          ...answered(document),
          masterData: masterDataOf(world, snapshot)
        }))
      })
    )

const masterDataOf = (world: World, snapshot: PointSnapshot): MeteringPointMasterData => {
  const { point } = snapshot
  const parent = point.parent === undefined ? undefined : world.points[point.parent]!
  return {
    gsrn: point.gsrn,
    validFrom: snapshot.validFrom,
    type: point.type,
    gridArea: point.company.gridArea,
    resolution: point.resolution,
    ...(point.type === "E17" ? { settlementMethod: "D01" } : {}),
    meteringMethod: point.type === "D14" ? "D03" : "D01",
    connectionState: snapshot.connectionState,
    netSettlementGroup: point.netSettlementGroup,
    disconnectionMethod: "D01",
    ...(point.type === "E18" ? { assetType: "D12" } : {}),
    meterId: `M-${String(point.index).padStart(7, "0")}`,
    gridCompany: point.company.gln,
    supplier: snapshot.supplier,
    supplyStart: snapshot.supplyStart,
    ...(parent === undefined ? {} : { parent: { gsrn: parent.gsrn, type: parent.type } }),
    children: point.children.map((index) => ({ gsrn: world.points[index]!.gsrn, type: world.points[index]!.type })),
    ...(point.linked === undefined ? {} : { linked: world.points[point.linked]!.gsrn }),
    estimatedAnnualVolumes: [{ product: "8716867000030", unit: "KWH", quantity: point.annualKwh }],
    address: addressOf(world.options.seed, point)
  }
}

/** RSM-028. */
export const customerDocument =
  (world: World, document: MasterDocument): Write =>
  (messageId, createdAt) =>
    bytesOfJson(
      encodeCustomerData({
        header: headerFrom({
          ...document,
          messageId,
          createdAt,
          document: "CharacteristicsOfACustomerAtAnAP",
          role: "DDZ"
        }),
        records: document.snapshots.map((snapshot, index) => ({
          transactionId: transactionIdOf(messageId, index),
          ...answered(document),
          gsrn: snapshot.point.gsrn,
          validFrom: snapshot.validFrom,
          customer: customerOf(world, snapshot),
          hasSupplier: true,
          supplyStart: snapshot.supplyStart
        }))
      })
    )

/** RSM-031. */
export const linksDocument =
  (document: MasterDocument): Write =>
  (messageId, createdAt) =>
    bytesOfJson(
      encodeChargeLinks({
        header: headerFrom({ ...document, messageId, createdAt, document: "NotifyBillingMasterData", role: "DDZ" }),
        links: document.snapshots.flatMap(linksOf)
      })
    )
