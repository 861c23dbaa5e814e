import type { SubmittedName } from "./documentShapes.ts"

/** What DataHub asks of a document besides its shape. */
export interface DocumentRules {
  readonly processTypes: ReadonlyArray<string>
  readonly receiverRole: "DGL" | "DDZ"
}

const MASTER = "DDZ"
const MEASURED = "DGL"

/** By document name: process types (00402) and the role it goes to (00304). */
export const documentRules: Readonly<Record<SubmittedName, DocumentRules>> = {
  RequestChangeOfSupplier: { processTypes: ["E03", "E65", "D29"], receiverRole: MASTER },
  RequestReallocateChangeOfSupplier: { processTypes: ["D07", "D33"], receiverRole: MASTER },
  ConfirmRequestReallocateChangeOfSupplier: { processTypes: ["D07", "D33"], receiverRole: MASTER },
  RejectRequestReallocateChangeOfSupplier: { processTypes: ["D07", "D33"], receiverRole: MASTER },
  RequestEndOfSupply: { processTypes: ["E20", "E66", "D33", "D07"], receiverRole: MASTER },
  RequestCancellation: {
    processTypes: ["E03", "E65", "E20", "E66", "E05", "D44"],
    receiverRole: MASTER
  },
  RequestChangeCustomerCharacteristics: {
    processTypes: ["E03", "E65", "D29", "E34", "D20"],
    receiverRole: MASTER
  },
  RequestChangeBillingMasterData: { processTypes: ["D17"], receiverRole: MASTER },
  RequestValidatedMeasureData: { processTypes: ["E23", "E30"], receiverRole: MEASURED },
  RequestAggregatedMeasureData: { processTypes: ["D03", "D04", "D05", "D32"], receiverRole: MEASURED },
  RequestWholesaleSettlement: { processTypes: ["D05", "D32"], receiverRole: MEASURED }
}

/** Operations of the gateway, and the documents that each takes. */
const operations: Readonly<Record<string, ReadonlyArray<SubmittedName>>> = {
  requestchangeofsupplier: ["RequestChangeOfSupplier"],
  // Where the answers to RSM-003 are sent is unverified: with the request, or to an operation of their own.
  requestreallocatechangeofsupplier: [
    "RequestReallocateChangeOfSupplier",
    "ConfirmRequestReallocateChangeOfSupplier",
    "RejectRequestReallocateChangeOfSupplier"
  ],
  confirmrequestreallocatechangeofsupplier: ["ConfirmRequestReallocateChangeOfSupplier"],
  rejectrequestreallocatechangeofsupplier: ["RejectRequestReallocateChangeOfSupplier"],
  requestendofsupply: ["RequestEndOfSupply"],
  requestcancellation: ["RequestCancellation"],
  requestchangecustomercharacteristics: ["RequestChangeCustomerCharacteristics"],
  requestchangebillingmasterdata: ["RequestChangeBillingMasterData"],
  requestvalidatedmeasurements: ["RequestValidatedMeasureData"],
  // The name before the present one.
  requestvalidatedmeasuredata: ["RequestValidatedMeasureData"],
  requestaggregatedmeasuredata: ["RequestAggregatedMeasureData"],
  requestwholesalesettlement: ["RequestWholesaleSettlement"]
}

/** Operations that other roles have: a supplier's token is refused with 403. */
const operationsOfOthers: ReadonlySet<string> = new Set([
  "notifyvalidatedmeasuredata",
  "requestchangeofpricelist",
  "requestchangeaccountingpointcharacteristics"
])

/** The documents an operation takes, whatever its case; `forbidden` for one of another role, `undefined` for none. */
export const operationNamed = (name: string): ReadonlyArray<SubmittedName> | "forbidden" | undefined => {
  const operation = name.toLowerCase()
  if (operationsOfOthers.has(operation)) return "forbidden"
  return Object.hasOwn(operations, operation) ? operations[operation] : undefined
}
