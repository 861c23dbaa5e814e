/*
 * Keys that many records of the structure family share. Each is ONE flat key, dots and all.
 */

export const POINT = "marketEvaluationPoint.mRID"
/** In an answer, and in a cancellation: the transaction id of the request that is meant. */
export const ORIGINAL = "originalTransactionIDReference_MktActivityRecord.mRID"
export const PROCESS = "businessProcessReference_MktActivityRecord.mRID"
export const START = "start_DateAndOrTime.dateTime"
export const END = "end_DateAndOrTime.dateTime"
export const VALIDITY_START = "validityStart_DateAndOrTime.dateTime"
export const SUPPLY_START = "supplyStart_DateAndOrTime.dateTime"
