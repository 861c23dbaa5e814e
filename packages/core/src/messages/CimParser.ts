import { Context, Effect, Layer, type Result } from "effect"
import type { ChargeLink, ContradictorySpotPrices, SpotPrices } from "../charges/index.ts"
import type { MeteringSeries } from "../metering/index.ts"
import { decodeMasterData, type MasterData } from "./AccountingPointCharacteristics.ts"
import type { CimError } from "./CimError.ts"
import { type CimDocument, decodeDocument } from "./decodeDocument.ts"
import { type ChargePriceList, decodeChargePriceList, type PriceListDefaults } from "./DatahubPricelist.ts"
import { decodeSpotPrices } from "./edsSpotPrices.ts"
import type { MeasureData } from "./MeasureData.ts"
import { type ChargeLinkData, decodeChargeLinks } from "./NotifyBillingMasterData.ts"
import { decodePriceList } from "./NotifyPriceList.ts"
import { decodeMeasureData } from "./NotifyValidatedMeasureData.ts"
import type { PriceListData } from "./PriceList.ts"

/**
 * Reads what DataHub and Energi Data Service send: `document` any document of DataHub, the others the ones that a
 * settlement is made of, as what they are. Every document may be JSON text or an already parsed value; one that
 * is not what it should be fails with a {@link CimError} that names the document, the path, what was expected there and
 * what stood there. The parser holds no state and does no I/O; `decodeMeasureData` and its siblings are the same
 * functions for code that does not use Effect.
 *
 * @example
 * import { Effect } from "effect"
 * import { CimParser } from "@datahub-settlement/core"
 *
 * const path = CimParser.use((parser) => parser.measureData(`{ "total": 0 }`)).pipe(
 *   Effect.catchTag("CimError", (error) => Effect.succeed(error.expected)),
 *   Effect.provide(CimParser.layer),
 *   Effect.runSync
 * )
 * path // => "the root key NotifyValidatedMeasureData_MarketDocument"
 */
export class CimParser extends Context.Service<
  CimParser,
  {
    /** Any CIM document, whichever it is: its name says what its data are. */
    readonly document: (document: unknown) => Effect.Effect<CimDocument, CimError>
    /**
     * RSM-012: hourly and quarter-hourly readings. Series in other resolutions are in {@link MeasureData.otherSeries}.
     */
    readonly measureData: (document: unknown) => Effect.Effect<ReadonlyArray<MeteringSeries>, CimError>
    /** RSM-012 with its header, the series in other resolutions and the requests that it answers. */
    readonly measureDataDocument: (document: unknown) => Effect.Effect<MeasureData, CimError>
    /** RSM-034: charge information and charge prices. */
    readonly priceList: (document: unknown) => Effect.Effect<PriceListData, CimError>
    /** RSM-031: charge links and stops of them. */
    readonly chargeLinks: (document: unknown) => Effect.Effect<ReadonlyArray<ChargeLink>, CimError>
    /** RSM-031 with its header and what could not be used. */
    readonly chargeLinksDocument: (document: unknown) => Effect.Effect<ChargeLinkData, CimError>
    /** RSM-022: master data of metering points. */
    readonly masterData: (document: unknown) => Effect.Effect<MasterData, CimError>
    /** Elspotprices and DayAheadPrices, any number of documents in any order: the prices of each Danish price area. */
    readonly spotPrices: (
      ...documents: ReadonlyArray<unknown>
    ) => Effect.Effect<ReadonlyArray<SpotPrices>, CimError | ContradictorySpotPrices>
    /** DatahubPricelist: charges with their prices. */
    readonly chargePriceList: (
      document: unknown,
      defaults?: PriceListDefaults
    ) => Effect.Effect<ChargePriceList, CimError>
  }
>()("@datahub-settlement/core/CimParser") {
  static readonly layer = Layer.succeed(this, {
    document: (document) => decoded(decodeDocument, document),
    measureData: (document) => Effect.map(decoded(decodeMeasureData, document), ({ series }) => series),
    measureDataDocument: (document) => decoded(decodeMeasureData, document),
    priceList: (document) => decoded(decodePriceList, document),
    chargeLinks: (document) => Effect.map(decoded(decodeChargeLinks, document), ({ links }) => links),
    chargeLinksDocument: (document) => decoded(decodeChargeLinks, document),
    masterData: (document) => decoded(decodeMasterData, document),
    spotPrices: (...documents) => decoded(decodeSpotPrices, documents),
    chargePriceList: (document, defaults) =>
      decoded((input: unknown) => decodeChargePriceList(input, defaults), document)
  })
}

const decoded = <Input, A, E>(decode: (input: Input) => Result.Result<A, E>, input: Input): Effect.Effect<A, E> =>
  Effect.suspend(() => Effect.fromResult(decode(input)))
