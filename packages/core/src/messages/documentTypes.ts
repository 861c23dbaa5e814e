import type { rsmNumbers } from "./documentKind.ts"

/**
 * Document type codes by name; RSM-009 has none. Confirm and reject of one request share a code. Confirmed: the measurement
 * family, RSM-001, 022, 028, 030, 031 and 034. Unverified: all of RSM-003, the answers of RSM-005, the pairing of RSM-006,
 * 020, 024, 025, 027, 032 and 035, and ERR as the code of the rejects of RSM-006, RSM-032 and RSM-035; a code that proves
 * wrong is changed here and nowhere else. Readers take any code: the root key names the document.
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
  NotifyValidatedMeasureData: "E66",
  NotifyAggregatedMeasureData: "E31",
  RequestValidatedMeasureData: "E73",
  RejectRequestValidatedMeasureData: "ERR",
  RequestAggregatedMeasureData: "E74",
  RejectRequestAggregatedMeasureData: "ERR",
  RequestWholesaleSettlement: "D21",
  RejectRequestWholesaleSettlement: "ERR",
  ReminderOfMissingMeasureData: "D24",
  NotifyWholesaleServices: "E31",
  ConfirmRequestService: "D04",
  RejectRequestService: "D04",
  AccountingPointCharacteristics: "E07",
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
  NotifyBillingMasterData: "D07",
  RejectRequestBillingMasterData: "ERR",
  NotifyPriceList: "D12",
  RejectRequestPriceList: "ERR"
} as const satisfies Partial<Record<keyof typeof rsmNumbers, string>>
