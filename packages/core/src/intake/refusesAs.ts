import type { AnsweredRequest } from "../messages/index.ts"

/** Whose codes a refusal has, by what was refused and the process type: what `refusalMeaning` knows them by. */
export const refusesAs = (request: AnsweredRequest, processType: string): string => {
  const of = sources[request]
  return typeof of === "string" ? of : (of[processType] ?? of.other)
}

type ByProcessType = Readonly<Record<string, string>> & { readonly other: string }

const sources: Readonly<Record<AnsweredRequest, string | ByProcessType>> = {
  RequestChangeOfSupplier: { E03: "BRS-001", other: "BRS-009" },
  RequestReallocateChangeOfSupplier: { D33: "BRS-011", other: "BRS-003" },
  RequestEndOfSupply: { E20: "BRS-002", E66: "BRS-010", other: "BRS-011" },
  RequestCancellation: "RSM-024",
  RequestChangeCustomerCharacteristics: "RSM-027",
  RequestChangeBillingMasterData: "BRS-037",
  RequestService: "BRS-039",
  RequestValidatedMeasureData: { E30: "BRS-024", other: "BRS-025" },
  RequestAggregatedMeasureData: "BRS-026",
  RequestWholesaleSettlement: "BRS-028",
  RequestAccountingPointCharacteristics: "BRS-005",
  RequestBillingMasterData: "BRS-038",
  RequestPriceList: "BRS-034"
}
