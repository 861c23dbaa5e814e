export * from "./acontoInterval.ts"
export {
  acontoFault,
  type AcontoPlan,
  type AcontoPlanChanges,
  AcontoPlanRefused,
  checkedPlans,
  joinedPlans,
  newlyAgreed,
  planChanges
} from "./AcontoPlan.ts"
export * from "./AcontoPlans.ts"
export { type AcontoAmount, acontoShare } from "./acontoShare.ts"
export * from "./ReckonedShare.ts"
export * from "./acontoShares.ts"
export * from "./finalBasis.ts"
export * from "./Invoice.ts"
export type { InvoiceLanguage } from "./InvoiceLanguage.ts"
export * from "./invoiceOf.ts"
export * from "./renderInvoiceHtml.ts"
export * from "./renderInvoiceText.ts"
