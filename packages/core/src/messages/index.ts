export * from "./CimError.ts"
export type { CimHeader, CimParticipant } from "./CimHeader.ts"
export { type DocumentKind, documentKind, rsmNumbers } from "./documentKind.ts"
export type { MeasureData, OtherSeries, WirePoint } from "./MeasureData.ts"
export { decodeMeasureData, encodeMeasureData } from "./NotifyValidatedMeasureData.ts"
export { applyLinks } from "./applyLinks.ts"
export { type ChargeLinkData, decodeChargeLinks, encodeChargeLinks } from "./NotifyBillingMasterData.ts"
export { type ChargePriceList, decodeChargePriceList, type PriceListDefaults } from "./DatahubPricelist.ts"
export { decodeSpotPoints, decodeSpotPrices, type SpotPriceData } from "./edsSpotPrices.ts"
export type { Skipped } from "./Skipped.ts"
export { type AssembledCharges, assembleCharges, type ChargeSources, type UnfinishedCharge } from "./assembleCharges.ts"
export { decodePriceList, encodeChargeInformation, encodeChargePrices } from "./NotifyPriceList.ts"
export type {
  ChargeInformation,
  ChargePriceSeries,
  PriceListData,
  PriceListOrigin,
  PriceResolution
} from "./PriceList.ts"
export {
  decodeMasterData,
  encodeMasterData,
  type MasterData,
  type MasterDataRecord
} from "./AccountingPointCharacteristics.ts"
export { CimParser } from "./CimParser.ts"
