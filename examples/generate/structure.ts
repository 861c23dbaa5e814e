import { type ChargeKey, formatInstant, type Gsrn, type Instant, type Period } from "@datahub-settlement/core"
import { documentOf, gs1, idOf, instantText, intervalJson, SUPPLIER } from "./wire.ts"

/** What RSM-022 tells of a metering point. */
export interface WireMeteringPoint {
  readonly gsrn: Gsrn
  readonly type: "E17" | "E18"
  readonly gridArea: string
  readonly gridCompany: string
  readonly readCycle: "PT15M" | "PT1H"
  readonly supplyStart: Instant
  readonly meterId: string
  readonly address: {
    readonly street: string
    readonly number: string
    readonly town: string
    readonly postalCode: string
  }
  readonly annualKwh?: number | undefined
}

/** RSM-022: master data of one metering point. */
export const rsm022 = (point: WireMeteringPoint) => {
  const createdAt = point.supplyStart + 60_000
  const id = idOf("RSM-022", point.gsrn, createdAt)
  const meteringPoint = {
    mRID: gs1(point.gsrn),
    connectionState: { value: "E22" },
    disconnectionMethod: { value: "D01" },
    "energySupplier_MarketParticipant.mRID": gs1(SUPPLIER),
    mPConnectionType: { value: point.type === "E17" ? "D01" : "D02" },
    "meter.mRID": point.meterId,
    "meteringGridArea_Domain.mRID": { codingScheme: "NDK", value: point.gridArea },
    meteringMethod: { value: "D01" },
    "meteringPointResponsible_MarketParticipant.mRID": gs1(point.gridCompany),
    netSettlementGroup: "0",
    readCycle: point.readCycle,
    ...(point.type === "E17" ? { settlementMethod: { value: "D01" } } : {}),
    "supplyStart_DateAndOrTime.dateTime": instantText(point.supplyStart),
    type: { value: point.type },
    "usagePointLocation.actualAddressIndicator": true,
    "usagePointLocation.mainAddress": {
      streetDetail: { code: "0001", name: point.address.street, number: point.address.number },
      townDetail: { code: "0999", name: point.address.town, country: "DK" },
      postalCode: point.address.postalCode
    },
    ...(point.annualKwh === undefined
      ? {}
      : {
          Series: [
            {
              product: { value: "8716867000030" },
              "quantity_Measure_Unit.name": { value: "KWH" },
              "estimatedAnnualVolume_Quantity.quantity": point.annualKwh
            }
          ]
        })
  }
  return documentOf(
    { name: "AccountingPointCharacteristics", id, createdAt, processType: "E65", type: "E07", senderRole: "DDZ" },
    {
      MktActivityRecord: [
        {
          mRID: idOf(id, "record"),
          "validityStart_DateAndOrTime.dateTime": instantText(point.supplyStart),
          MarketEvaluationPoint: meteringPoint
        }
      ]
    }
  )
}

/** RSM-031: charges linked to metering points from a day on. */
export const rsm031 = (
  from: Instant,
  links: ReadonlyArray<{ readonly gsrn: Gsrn; readonly charges: ReadonlyArray<ChargeKey> }>
) => {
  const id = idOf("RSM-031", from, ...links.map(({ gsrn }) => gsrn))
  return documentOf(
    {
      name: "NotifyBillingMasterData",
      id,
      createdAt: from + 70_000,
      processType: "D17",
      type: "D07",
      senderRole: "DDZ"
    },
    {
      MktActivityRecord: links.map(({ charges, gsrn }) => ({
        mRID: idOf(id, gsrn),
        "marketEvaluationPoint.mRID": gs1(gsrn),
        ChargeGroup: {
          ChargeType: charges.map((key) => ({
            ...chargeId(key),
            effectiveDate: formatInstant(from),
            factor: 1,
            type: { value: key.type }
          }))
        }
      }))
    }
  )
}

const chargeId = ({ code, owner }: ChargeKey) => ({
  mRID: code,
  "chargeTypeOwner_MarketParticipant.mRID": gs1(owner)
})

/** What RSM-034/D18 tells of a charge. */
export interface WireCharge {
  readonly key: ChargeKey
  readonly name: string
  readonly description: string
  readonly resolution: "PT1H" | "P1D" | "P1M"
}

const priceListOf = (processType: "D18" | "D08", createdAt: Instant, charges: ReadonlyArray<unknown>) => {
  const id = idOf("RSM-034", processType, createdAt)
  return documentOf(
    { name: "NotifyPriceList", id, createdAt, processType, type: "D12", senderRole: "DDZ" },
    {
      MktActivityRecord: charges.map((charge, index) => ({
        mRID: idOf(id, index),
        ChargeGroup: { ChargeType: [charge] }
      }))
    }
  )
}

/** RSM-034/D18: what the charges are. */
export const rsm034MasterData = (createdAt: Instant, from: Instant, charges: ReadonlyArray<WireCharge>) =>
  priceListOf(
    "D18",
    createdAt,
    charges.map(({ description, key, name, resolution }) => ({
      ...chargeId(key),
      VATPayer: { value: "D02" },
      description,
      effectiveDate: formatInstant(from),
      name,
      "priceTimeFrame_Period.resolution": resolution,
      taxIndicator: false,
      transparentInvoicing: false,
      type: { value: key.type }
    }))
  )

/** RSM-034/D08: what they cost, a price for each hour, day or month of a period. */
export const rsm034Prices = (
  createdAt: Instant,
  period: Period,
  charges: ReadonlyArray<WireCharge & { readonly prices: ReadonlyArray<number> }>
) =>
  priceListOf(
    "D08",
    createdAt,
    charges.map(({ key, prices, resolution }) => ({
      ...chargeId(key),
      effectiveDate: formatInstant(period.from),
      type: { value: key.type },
      Series_Period: [
        {
          resolution,
          timeInterval: intervalJson(period),
          Point: prices.map((price, index) => ({ position: { value: index + 1 }, "price.amount": { value: price } }))
        }
      ]
    }))
  )
