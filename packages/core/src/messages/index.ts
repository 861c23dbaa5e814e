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
export type { OutgoingContext, OutgoingDocument } from "./OutgoingDocument.ts"
export { RequestIssue, RequestRefused } from "./RequestRefused.ts"
export {
  type AnsweredRequest,
  type AnswerName,
  type AnswerReason,
  type AnswerRecord,
  decodeRequestAnswer,
  encodeRequestAnswer,
  isAnswerName,
  type RequestAnswer
} from "./RequestAnswer.ts"
export {
  type ChangeOfSupplierRecord,
  type ChangeOfSupplierRequest,
  type CustomerNumber,
  decodeChangeOfSupplierRequest,
  encodeChangeOfSupplierRequest
} from "./RequestChangeOfSupplier.ts"
export {
  decodeReallocationRequest,
  encodeReallocationRequest,
  type ReallocationRecord,
  type ReallocationRequest
} from "./RequestReallocateChangeOfSupplier.ts"
export {
  decodeGenericNotification,
  encodeGenericNotification,
  type GenericNotificationData,
  type NotificationRecord
} from "./GenericNotification.ts"
export { type NotificationMeaning, notificationMeaning } from "./notificationMeaning.ts"
export {
  decodeEndOfSupplyRequest,
  encodeEndOfSupplyRequest,
  type EndOfSupplyRecord,
  type EndOfSupplyRequest
} from "./RequestEndOfSupply.ts"
export {
  type CancellationRecord,
  type CancellationRequest,
  decodeCancellationRequest,
  encodeCancellationRequest
} from "./RequestCancellation.ts"
export {
  type CancellationNotice,
  type CancellationNoticeRecord,
  decodeCancellationNotice,
  encodeCancellationNotice
} from "./NotifyCancellation.ts"
export {
  type CustomerDataRequest,
  type CustomerDataRequestRecord,
  decodeCustomerDataRequest,
  encodeCustomerDataRequest
} from "./RequestChangeCustomerCharacteristics.ts"
export {
  type CustomerData,
  type CustomerDataRecord,
  decodeCustomerData,
  encodeCustomerData
} from "./CharacteristicsOfACustomerAtAnAP.ts"
export {
  type ChargeLinkRequest,
  type ChargeLinkRequestRecord,
  decodeChargeLinkRequest,
  encodeChargeLinkRequest
} from "./RequestChangeBillingMasterData.ts"
export { documentTypes } from "./documentTypes.ts"
export type { AggregatedData, AggregatedSeries, SettlementMethod, SettlementVersion } from "./AggregatedData.ts"
export { decodeAggregatedData, encodeAggregatedData } from "./NotifyAggregatedMeasureData.ts"
export type {
  ChargeAmounts,
  MonthlyChargeAmount,
  TotalMonthlyAmount,
  WholesaleCharge,
  WholesaleData,
  WholesaleSeries,
  WholesaleSeriesBase
} from "./WholesaleData.ts"
export { decodeWholesaleServices, encodeWholesaleServices } from "./NotifyWholesaleServices.ts"
export {
  decodeMeasureDataRequest,
  encodeMeasureDataRequest,
  type MeasureDataRequest,
  type MeasureDataRequestSeries
} from "./RequestValidatedMeasureData.ts"
export {
  type AggregatedDataRequest,
  type AggregatedDataRequestSeries,
  decodeAggregatedDataRequest,
  encodeAggregatedDataRequest
} from "./RequestAggregatedMeasureData.ts"
export {
  decodeWholesaleRequest,
  encodeWholesaleRequest,
  type RequestedCharge,
  type WholesaleRequest,
  type WholesaleRequestSeries
} from "./RequestWholesaleSettlement.ts"
export { buildHistoricalDataRequest, type HistoricalDataDraft } from "./build/buildHistoricalDataRequest.ts"
export { type AggregatedDataDraft, buildAggregatedDataRequest } from "./build/buildAggregatedDataRequest.ts"
export { buildWholesaleRequest, type WholesaleRequestDraft } from "./build/buildWholesaleRequest.ts"
export { requestWindows, type RequestWindow } from "./build/requestWindows.ts"
export { type AcknowledgementData, decodeAcknowledgement, encodeAcknowledgement } from "./Acknowledgement.ts"
export {
  decodeMissingReadingsReminder,
  encodeMissingReadingsReminder,
  type MissingReadings,
  type MissingReadingsReminder
} from "./ReminderOfMissingMeasureData.ts"
export { type CimDocument, decodeDocument } from "./decodeDocument.ts"
export { decodeCimHeader } from "./decodeCimHeader.ts"
export { buildCancellation, type CancellationDraft } from "./build/buildCancellation.ts"
export { buildChangeOfSupplier, type ChangeOfSupplierDraft } from "./build/buildChangeOfSupplier.ts"
export {
  buildChargeLinkChange,
  type ChargeLinkChange,
  type ChargeLinkChangeDraft
} from "./build/buildChargeLinkChange.ts"
export { buildCustomerData, type CustomerDataDraft, type ElectricHeatingDraft } from "./build/buildCustomerData.ts"
export { buildEndOfSupply, type EndOfSupplyDraft } from "./build/buildEndOfSupply.ts"
export { buildMoveIn, type MoveInDraft } from "./build/buildMoveIn.ts"
export { buildMoveOut, type MoveOutDraft } from "./build/buildMoveOut.ts"
export { buildReallocateAnswer, type ReallocateAnswerDraft } from "./build/buildReallocateAnswer.ts"
export { type DateWindow, dateWindows } from "./build/dateWindows.ts"
export type { JsonObject } from "./json.ts"
export { buildBrs011, type ErroneousMoveDraft } from "./build/buildBrs011.ts"
export {
  buildErroneousSwitch as buildBrs042,
  buildErroneousSwitch,
  type ErroneousSwitchDraft
} from "./build/buildErroneousSwitch.ts"
export { type CorrectionForm, correctionFormOf, correctionForms } from "./build/reallocationDocument.ts"
