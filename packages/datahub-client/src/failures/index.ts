export type { CallFacts, DatahubOperation } from "./CallFacts.ts"
export * from "./DatahubFailure.ts"
export type { DocumentError } from "./DocumentError.ts"
export * from "./refusals.ts"
