import {
  type Invoice,
  invoiceOf,
  type InvoiceParty,
  type LocalDate,
  type MeteringPointMasterData
} from "@datahub-settlement/core"
import type { Party } from "../folder/SettlementFile.ts"
import type { MergedSettings } from "../plan/mergedSettings.ts"
import type { SettledPoint } from "../settle/settlePoint.ts"

/** The invoice of one settled point. */
export const invoiceOfPoint = (
  { masterData, request, settings, settlement }: SettledPoint,
  { owners, supplier }: MergedSettings,
  issuedOn: LocalDate
): Invoice =>
  invoiceOf({
    seller:
      supplier === undefined
        ? { name: `Supplier ${masterData.supplier ?? ""}`.trim(), address: [] }
        : partyOf(supplier),
    customer: partyOf(settings.customer),
    issuedOn,
    ownerNames: owners,
    points: [
      {
        settlement,
        request,
        address: addressOf(masterData),
        gridArea: masterData.gridArea,
        meterId: masterData.meterId
      }
    ]
  })

const partyOf = ({ address = [], ...party }: Party): InvoiceParty => ({ ...party, address })

const addressOf = ({ address }: MeteringPointMasterData): ReadonlyArray<string> => {
  const joined = (...parts: ReadonlyArray<string | undefined>): string =>
    parts.filter((part) => part !== undefined).join(" ")
  return [
    joined(address?.streetName, address?.number, address?.floor, address?.suite),
    joined(address?.postalCode, address?.city)
  ].filter((line) => line !== "")
}
