/**
 * CIM documents by name (root key without `_MarketDocument`) with their RSM number: the root key says which document it
 * is, the type code alone does not (RSM-014 and RSM-019 share E31).
 */
export const rsmNumbers = {
  RequestChangeOfSupplier: "RSM-001",
  ConfirmRequestChangeOfSupplier: "RSM-001",
  RejectRequestChangeOfSupplier: "RSM-001",
  RequestReallocateChangeOfSupplier: "RSM-003",
  ConfirmRequestReallocateChangeOfSupplier: "RSM-003",
  RejectRequestReallocateChangeOfSupplier: "RSM-003",
  GenericNotification: "RSM-004",
  RequestEndOfSupply: "RSM-005",
  ConfirmRequestEndOfSupply: "RSM-005",
  RejectRequestEndOfSupply: "RSM-005",
  RequestAccountingPointCharacteristics: "RSM-006",
  RejectRequestAccountingPointCharacteristics: "RSM-006",
  Acknowledgement: "RSM-009",
  NotifyValidatedMeasureData: "RSM-012",
  NotifyAggregatedMeasureData: "RSM-014",
  RequestValidatedMeasureData: "RSM-015",
  RejectRequestValidatedMeasureData: "RSM-015",
  RequestAggregatedMeasureData: "RSM-016",
  RejectRequestAggregatedMeasureData: "RSM-016",
  RequestWholesaleSettlement: "RSM-017",
  RejectRequestWholesaleSettlement: "RSM-017",
  ReminderOfMissingMeasureData: "RSM-018",
  NotifyWholesaleServices: "RSM-019",
  RequestService: "RSM-020",
  ConfirmRequestService: "RSM-020",
  RejectRequestService: "RSM-020",
  AccountingPointCharacteristics: "RSM-022",
  RequestCancellation: "RSM-024",
  ConfirmRequestCancellation: "RSM-024",
  RejectRequestCancellation: "RSM-024",
  NotifyCancellation: "RSM-025",
  RequestChangeCustomerCharacteristics: "RSM-027",
  ConfirmRequestChangeCustomerCharacteristics: "RSM-027",
  RejectRequestChangeCustomerCharacteristics: "RSM-027",
  CharacteristicsOfACustomerAtAnAP: "RSM-028",
  RequestChangeBillingMasterData: "RSM-030",
  ConfirmRequestChangeBillingMasterData: "RSM-030",
  RejectRequestChangeBillingMasterData: "RSM-030",
  NotifyBillingMasterData: "RSM-031",
  RequestBillingMasterData: "RSM-032",
  RejectRequestBillingMasterData: "RSM-032",
  RequestChangeOfPriceList: "RSM-033",
  NotifyPriceList: "RSM-034",
  RequestPriceList: "RSM-035",
  RejectRequestPriceList: "RSM-035"
} as const

/** Which CIM document a body is. */
export interface DocumentKind {
  /** The root key: `NotifyPriceList_MarketDocument`. */
  readonly rootKey: string
  /** The root key without `_MarketDocument`; may be one that we do not know. */
  readonly name: keyof typeof rsmNumbers | (string & {})
  /** `undefined` for a document that we do not know. */
  readonly rsm: string | undefined
}

const SUFFIX = "_MarketDocument"

/**
 * Which document a body is, by its root key; `undefined` when it is no CIM document. Text is not parsed: its first key
 * is enough.
 *
 * @example
 * import { documentKind } from "@datahub-settlement/core"
 *
 * documentKind(`{ "NotifyPriceList_MarketDocument": {} }`)?.rsm // => "RSM-034"
 * documentKind({ SomethingNew_MarketDocument: {} })?.name // => "SomethingNew"
 * documentKind({ total: 0, records: [] }) // => undefined
 */
export const documentKind = (json: unknown): DocumentKind | undefined => {
  const rootKey = typeof json === "string" ? firstKeyOfText(json) : rootKeyOf(json)
  if (rootKey === undefined || !rootKey.endsWith(SUFFIX)) return undefined
  const name = rootKey.slice(0, -SUFFIX.length)
  return {
    rootKey,
    name,
    rsm: Object.hasOwn(rsmNumbers, name) ? rsmNumbers[name as keyof typeof rsmNumbers] : undefined
  }
}

/** `RSM-012 NotifyValidatedMeasureData_MarketDocument`: how errors name a document. */
export const documentLabel = (name: keyof typeof rsmNumbers): string => `${rsmNumbers[name]} ${name}${SUFFIX}`

const firstKeyOfText = (text: string): string | undefined => /^\uFEFF?\s*\{\s*"([^"\\]*)"\s*:/.exec(text)?.[1]

const rootKeyOf = (json: unknown): string | undefined =>
  typeof json === "object" && json !== null && !Array.isArray(json)
    ? Object.keys(json).find((key) => key.endsWith(SUFFIX))
    : undefined
