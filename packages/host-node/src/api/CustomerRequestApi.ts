import { LocalDate } from "@datahub-settlement/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, OpenApi } from "effect/http-api"
import { Address, CustomerData, customerNumbers } from "../customer/CustomerFields.ts"
import { AcontoFields } from "../product/acontoFields.ts"
import { productFields } from "../product/ProductFields.ts"
import { ApiKey } from "./ApiKey.ts"
import { day, gsrn, optional, processId, says } from "./fields.ts"
import { requestErrors, stepErrors } from "./Problem.ts"
import { RequestItem } from "./RequestItem.ts"

/** What is agreed, and until when. */
const AgreedProduct = Schema.Struct({
  ...productFields,
  to: optional(LocalDate, "First Danish day on which it holds no longer")
}).annotate({
  identifier: "AgreedProduct",
  description: "What is agreed from the first day on, all prices without VAT"
})

/** Somebody who wants to be supplied by us; of `gsrn` and `address` one is enough. */
const signUpFields = {
  gsrn: Schema.optionalKey(gsrn),
  address: Schema.optionalKey(Address),
  date: day("First Danish day of our supply"),
  name: Schema.String.annotate({ description: "Name of the customer" }),
  ...customerNumbers,
  balanceResponsible: Schema.String.annotate({ description: "GLN of the balance responsible" }),
  product: Schema.optionalKey(AgreedProduct),
  aconto: optional(AcontoFields, "What is paid in advance from that day on")
}

const SignUpRequest = Schema.Struct(signUpFields).annotate({
  identifier: "SignUp",
  description: "A customer who wants to be supplied by us; `gsrn` or `address` says where"
})
export type SignUpRequest = typeof SignUpRequest.Type

/** What became of a sign-up. */
export const SignUpItem = Schema.Struct({
  ...RequestItem.fields,
  gsrn: Schema.String,
  /** False where something else is agreed for that time already, or no product was given. */
  isContractRecorded: Schema.Boolean.annotate({
    description: "False where something else is agreed for that time already, or no product was given"
  }),
  isAcontoRecorded: Schema.Boolean.annotate({
    description: "False where somebody else pays in advance until then or from a later day on, or nothing was given"
  })
}).annotate({ identifier: "SubmittedSignUp" })
export type SignUpItem = typeof SignUpItem.Type

const endpoints = [
  HttpApiEndpoint.post("switch", "/requests/switch", {
    payload: SignUpRequest,
    success: SignUpItem,
    error: requestErrors
  }).annotateMerge(says("Signs up a customer who lives there already (RSM-001/E03, BRS-001)")),
  HttpApiEndpoint.post("moveIn", "/requests/move-in", {
    payload: Schema.Struct({
      ...signUpFields,
      isOwner: optional(Schema.Boolean, "The owner is registered, where nobody moves in (D29)")
    }),
    success: SignUpItem,
    error: requestErrors
  }).annotateMerge(says("Signs up a customer who moves in (RSM-001/E65, BRS-009)")),
  HttpApiEndpoint.post("customerData", "/requests/customer-data", {
    payload: Schema.Struct({
      gsrn,
      date: day("From when they hold: the date of the switch or the move, or of the update"),
      reason: Schema.Literals(["E03", "E65", "D29", "E34"]).annotate({
        description: "E03 after a switch, E65 or D29 after a move-in, E34 an update"
      }),
      customer: CustomerData
    }),
    success: RequestItem,
    error: stepErrors
  }).annotateMerge(says("Sends the data of a customer (RSM-027)")),
  HttpApiEndpoint.post("electricHeating", "/requests/electric-heating", {
    payload: Schema.Struct({
      gsrn,
      date: day("From which Danish day: today or at most 21 days back"),
      electricHeating: Schema.Boolean.annotate({
        description: "Whether it is electrically heated from then on; the building register has to say the same"
      })
    }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(says("Reports electric heating, or that it has ended (RSM-027/D20, BRS-041)")),
  HttpApiEndpoint.post("moveOut", "/requests/move-out", {
    payload: Schema.Struct({ gsrn, date: day("First Danish day without the customer") }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(says("Reports that a customer moves out (RSM-005/E66, BRS-010)")),
  HttpApiEndpoint.post("endOfSupply", "/requests/end-of-supply", {
    payload: Schema.Struct({ gsrn, date: day("The Danish day that is wished for") }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(says("Ends a supply because its contract has ended (RSM-005/E20, BRS-002)")),
  HttpApiEndpoint.post("cancel", "/requests/cancel", {
    payload: Schema.Struct({ processId }),
    success: RequestItem,
    error: stepErrors
  }).annotateMerge(says("Takes back a request that has not taken effect (RSM-024)"))
] as const

/** Customers that come and go. */
export class CustomerRequestApi extends HttpApiGroup.make("customerRequests")
  .add(...endpoints)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .middleware(ApiKey)
  .prefix("/api/v1")
  .annotateMerge(
    OpenApi.annotations({
      title: "Customers",
      description: "Sign-ups, moves, ends of supply, customer data and electric heating"
    })
  ) {}
