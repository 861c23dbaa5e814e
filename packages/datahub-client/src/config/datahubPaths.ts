import type { rsmNumbers } from "@datahub-settlement/core"

/** A document by its root key without `_MarketDocument`: `RequestEndOfSupply`. */
export type DocumentName = keyof typeof rsmNumbers | (string & {})

/** Where the operations are, below the host. */
export interface DatahubPaths {
  /** In front of every other path. */
  readonly base: string
  /** Path of the dequeue operation; the message id comes behind it. */
  readonly dequeue: string
  /** Path of each queue by the name that `peek` is called with. */
  readonly queues: Readonly<Record<string, string>>
  /** Path of the operation that takes each document, by the document's name. */
  readonly operations: Readonly<Record<string, string>>
}

/**
 * Every path in one place. DataHub compares them without regard to case; its gateway is known with lower case.
 *
 * How sure each is: **A** DataHub's own present code · **E** other sources of Energinet · **T** third parties only. Where
 * sources disagree, the other name stands behind it; whoever meets that one sets it in the configuration.
 *
 * @example
 * import { datahubPaths } from "@datahub-settlement/datahub-client"
 *
 * datahubPaths.queues["measuredata"] // => "measuredata"
 * datahubPaths.operations["RequestValidatedMeasureData"] // => "requestvalidatedmeasurements"
 */
export const datahubPaths: DatahubPaths = {
  // A, E
  base: "/v1.0/cim",
  // A, E
  dequeue: "dequeue",
  queues: {
    // A: RSM-012, RSM-009, RSM-018, refused RSM-015
    measuredata: "measuredata",
    // A, E: RSM-014, RSM-019, refused RSM-016 and RSM-017
    aggregations: "aggregations",
    // E: the gateway of 2022; no category in DataHub's present code
    masterdata: "masterdata",
    // A (an alias there), E: the older name of measuredata
    timeseries: "timeseries",
    // E, T: all queues at once; the gateway of 2022, not in the present code
    all: "all",
    // T: doubtful, charges have been seen in masterdata only
    charges: "charges"
  },
  operations: {
    // E: the gateway of 2022
    RequestChangeOfSupplier: "requestchangeofsupplier",
    // E
    RequestReallocateChangeOfSupplier: "requestreallocatechangeofsupplier",
    // Unverified, as is that answers have paths of their own: made as that of the request
    ConfirmRequestReallocateChangeOfSupplier: "confirmrequestreallocatechangeofsupplier",
    RejectRequestReallocateChangeOfSupplier: "rejectrequestreallocatechangeofsupplier",
    // E
    RequestEndOfSupply: "requestendofsupply",
    // E
    RequestAccountingPointCharacteristics: "requestaccountingpointcharacteristics",
    // A; `requestvalidatedmeasuredata` in the gateway of 2022 and in T
    RequestValidatedMeasureData: "requestvalidatedmeasurements",
    // A, E
    RequestAggregatedMeasureData: "requestaggregatedmeasuredata",
    // A, E
    RequestWholesaleSettlement: "requestwholesalesettlement",
    // E
    RequestService: "requestservice",
    // E: for grid companies; whether a supplier may use it is unverified. T: `requestcancelchangeofsupplier`
    RequestCancellation: "requestcancellation",
    // E; T guesses `requestcustomerdata` and `requestcustomerdataupdate`
    RequestChangeCustomerCharacteristics: "requestchangecustomercharacteristics",
    // E: for owners of charges
    RequestChangeBillingMasterData: "requestchangebillingmasterdata",
    // E
    RequestBillingMasterData: "requestbillingmasterdata",
    // E: for owners of charges
    RequestChangeOfPriceList: "requestchangeofpricelist",
    // E
    RequestPriceList: "requestpricelist",
    // A, E: for metered data responsibles, not for suppliers
    NotifyValidatedMeasureData: "notifyvalidatedmeasuredata"
  }
}

/** A document of this many bytes or more is refused with 413 (E). */
export const documentBytesMax = 52_428_800
