export * from "./advanceDueProcesses.ts"
export {
  answerResumption,
  type ErroneousMoveReport,
  reportErroneousMove,
  reportErroneousSwitch
} from "./corrections.ts"
export { cancelRequest, endSupply, moveOut } from "./endings.ts"
export * from "./NoSuchProcess.ts"
export * from "./noteCompleteReadings.ts"
export * from "./openTasks.ts"
export * from "./pointAtAddress.ts"
export * from "./requestData.ts"
export * from "./sendCustomerData.ts"
export * from "./signUp.ts"
export { StepRefused, type SubmittedRequest } from "./submitRequest.ts"
