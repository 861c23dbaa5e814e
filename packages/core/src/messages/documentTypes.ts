import type { rsmNumbers } from "./documentKind.ts"

/**
 * Document type codes of the structure family, by name. Confirm and reject of one request share a code. Unverified:
 * all of RSM-003, the answers of RSM-005, and ERR as the code of the rejects of RSM-006, RSM-032 and RSM-035; a code
 * that proves wrong is changed here and nowhere else. Readers take any code: the root key names the document.
 */
export const documentTypes = {
  RequestChangeOfSupplier: "392",
  ConfirmRequestChangeOfSupplier: "414",
  RejectRequestChangeOfSupplier: "414",
  RequestReallocateChangeOfSupplier: "D01",
  ConfirmRequestReallocateChangeOfSupplier: "D02",
  RejectRequestReallocateChangeOfSupplier: "D02",
  GenericNotification: "E44",
  RequestEndOfSupply: "432",
  ConfirmRequestEndOfSupply: "414",
  RejectRequestEndOfSupply: "414",
  RejectRequestAccountingPointCharacteristics: "ERR",
  RejectRequestValidatedMeasureData: "ERR",
  RejectRequestAggregatedMeasureData: "ERR",
  RejectRequestWholesaleSettlement: "ERR",
  ConfirmRequestService: "D04",
  RejectRequestService: "D04",
  RequestCancellation: "E67",
  ConfirmRequestCancellation: "E68",
  RejectRequestCancellation: "E68",
  NotifyCancellation: "E78",
  RequestChangeCustomerCharacteristics: "D15",
  ConfirmRequestChangeCustomerCharacteristics: "D16",
  RejectRequestChangeCustomerCharacteristics: "D16",
  CharacteristicsOfACustomerAtAnAP: "E21",
  RequestChangeBillingMasterData: "D05",
  ConfirmRequestChangeBillingMasterData: "D06",
  RejectRequestChangeBillingMasterData: "D06",
  RejectRequestBillingMasterData: "ERR",
  RejectRequestPriceList: "ERR"
} as const satisfies Partial<Record<keyof typeof rsmNumbers, string>>
