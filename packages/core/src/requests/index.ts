export * from "./advanceDueProcesses.ts"
export * from "./changeChargeLinks.ts"
export {
  answerResumption,
  type ErroneousMoveReport,
  type PortalReport,
  type RefusalGround,
  registerPortalReport,
  reportErroneousMove,
  reportErroneousSwitch
} from "./corrections.ts"
export * from "./billingHolds.ts"
export type { AgreedContract } from "./contractIssues.ts"
export * from "./decide.ts"
export { type ElectricHeatingReport, reportElectricHeating } from "./electricHeating.ts"
export { cancelRequest, endSupply, moveOut } from "./endings.ts"
export * from "./finalBasisOf.ts"
export * from "./finalSettlementsDue.ts"
export * from "./listOpenTasks.ts"
export * from "./markTaskDone.ts"
export * from "./NoSuchProcess.ts"
export * from "./noteCompleteReadings.ts"
export * from "./noteRefusedDocument.ts"
export * from "./pointAtAddress.ts"
export * from "./requestData.ts"
export * from "./requestWords.ts"
export * from "./sendCustomerData.ts"
export * from "./signUp.ts"
export { StepRefused, type SubmittedRequest } from "./submitRequest.ts"
export * from "./taskCursor.ts"
