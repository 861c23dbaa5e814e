import {
  type AgreedContract,
  cancelRequest,
  endSupply,
  findPointAtAddress,
  MarketCalendar,
  moveOut,
  reportElectricHeating,
  sendCustomerData,
  signUp,
  type SignUp
} from "@datahub-settlement/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Api from "../../api/index.ts"
import { acontoOf } from "../../product/acontoFields.ts"
import { productOf } from "../../product/productOf.ts"
import { requestItem, signUpItem } from "./processItems.ts"
import { submitted, submittedStep } from "./submitted.ts"

const start = MarketCalendar.startOfDay

const agreed = ({ to, ...product }: NonNullable<Api.SignUpRequest["product"]>): AgreedContract => ({
  terms: productOf(product),
  ...(to === undefined ? {} : { to: start(to) })
})

/** A sign-up by the number of the metering point, or by where it is. */
const signingUp = Effect.fnUntraced(function* (wish: Api.SignUpRequest, customer: SignUp["customer"]) {
  const { address = {}, balanceResponsible, cpr, cvr, date, name, product } = wish
  const gsrn = wish.gsrn ?? (yield* findPointAtAddress(address))
  const contract = product === undefined ? undefined : agreed(product)
  const aconto = wish.aconto && acontoOf(wish.aconto)
  const startAt = start(date)
  const signedUp = yield* signUp({ gsrn, startAt, customer, name, cvr, cpr, balanceResponsible, contract, aconto })
  return { ...signedUp, gsrn }
})

type Needs = Effect.Services<ReturnType<typeof signingUp>>

/** Customers that come and go. */
export const customerRequestHandlers = HttpApiBuilder.group(
  Api.HostApi,
  "customerRequests",
  Effect.fn(function* (handlers) {
    const context = yield* Effect.context<Needs>()
    const here = <A, E>(request: Effect.Effect<A, E, Needs>) => Effect.provideContext(request, context)
    const signedUp = (request: ReturnType<typeof signingUp>) => Effect.map(submitted(here(request)), signUpItem)
    return handlers.handleAll({
      switch: ({ payload }) => signedUp(signingUp(payload, "lives there")),
      moveIn: ({ payload: { isOwner = false, ...payload } }) =>
        signedUp(signingUp(payload, isOwner ? "is registered as owner" : "moves in")),
      customerData: ({ payload: { customer, date, gsrn, reason } }) =>
        Effect.map(
          submittedStep(here(sendCustomerData({ reason, gsrn, startAt: start(date), customer }))),
          requestItem
        ),
      electricHeating: ({ payload: { date, electricHeating, gsrn } }) => {
        const report = { gsrn, startAt: start(date), electricHeating }
        return Effect.map(submitted(here(reportElectricHeating(report))), requestItem)
      },
      moveOut: ({ payload: { date, gsrn } }) =>
        Effect.map(submitted(here(moveOut({ gsrn, endAt: start(date) }))), requestItem),
      endOfSupply: ({ payload: { date, gsrn } }) =>
        Effect.map(submitted(here(endSupply({ gsrn, desiredEndAt: start(date) }))), requestItem),
      cancel: ({ payload: { processId } }) => Effect.map(submittedStep(here(cancelRequest(processId))), requestItem)
    })
  })
)
