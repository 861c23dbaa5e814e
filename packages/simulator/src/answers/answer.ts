import { CimError, isAnswerName } from "@datahub-settlement/core"
import type { Submission } from "../submission/checkSubmission.ts"
import type { SubmittedName } from "../submission/documentShapes.ts"
import { answerCancellation } from "./cancellation.ts"
import { answerChangeOfSupplier } from "./changeOfSupplier.ts"
import { answerChargeLinks } from "./chargeLinks.ts"
import { answerReallocation, takeReallocationAnswer } from "./correction.ts"
import { answerCustomerData } from "./customerData.ts"
import { type Desk, sendAnswer } from "./Desk.ts"
import { answerEndOfSupply } from "./endOfSupply.ts"
import { answerAggregatedRequest, answerMeasureDataRequest, answerWholesaleRequest } from "./measureRequests.ts"

/** Answers what a supplier sent, by its document. */
export const answer = (desk: Desk, submission: Submission): void => {
  try {
    answering[submission.name](desk, submission)
  } catch (error) {
    if (!(error instanceof CimError)) throw error
    // It has the shape of its document, but something in it is none: a check digit, a period that ends before it begins.
    const name = `Reject${submission.name}`
    if (!isAnswerName(name)) return
    for (const answers of submission.transactionIds) {
      const to = { receiver: submission.sender, processType: submission.processType, answers }
      sendAnswer(desk, name, to, [codeOf(error)])
    }
  }
}

const codeOf = ({ path }: CimError): string => {
  if (/marketEvaluationPoint\.mRID/i.test(path)) return "E10"
  return /dateTime|Date$/.test(path) ? "E50" : "E86"
}

const answering: Readonly<Record<SubmittedName, (desk: Desk, submission: Submission) => void>> = {
  RequestChangeOfSupplier: answerChangeOfSupplier,
  RequestReallocateChangeOfSupplier: answerReallocation,
  ConfirmRequestReallocateChangeOfSupplier: takeReallocationAnswer,
  RejectRequestReallocateChangeOfSupplier: takeReallocationAnswer,
  RequestEndOfSupply: answerEndOfSupply,
  RequestCancellation: answerCancellation,
  RequestChangeCustomerCharacteristics: answerCustomerData,
  RequestChangeBillingMasterData: answerChargeLinks,
  RequestValidatedMeasureData: answerMeasureDataRequest,
  RequestAggregatedMeasureData: answerAggregatedRequest,
  RequestWholesaleSettlement: answerWholesaleRequest
}
