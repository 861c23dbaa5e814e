import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { energinet, Gln, LocalDate, MarketCalendar } from "../../market/index.ts"
import * as messages from "../index.ts"

const gsrn = "571313999000000010"
const midnight = (date: string): number => MarketCalendar.startOfDay(LocalDate.make(date))
const january = MarketCalendar.monthPeriod(LocalDate.make("2025-01-01"))
const charge = { owner: energinet, type: "D03" as const, code: "EA-001" }

/** What a program's own clock says: never a whole second. */
const context = {
  now: Date.UTC(2025, 4, 5, 10, 15, 44, 123),
  sender: Gln.make("5790009990017"),
  messageId: "m-1",
  transactionId: "t-1"
}

/** One usable draft for each builder there is; a new builder is missed by its name. */
const built: Readonly<Record<string, () => Result.Result<messages.OutgoingDocument, messages.RequestRefused>>> = {
  buildAggregatedDataRequest: () =>
    messages.buildAggregatedDataRequest({ processType: "D04", period: january, gridArea: "991" }, context),
  buildBrs011: () => messages.buildBrs011({ gsrn, moveAt: midnight("2025-04-01") }, context),
  buildBrs042: () => messages.buildBrs042({ gsrn, switchAt: midnight("2025-05-01") }, context),
  buildCancellation: () =>
    messages.buildCancellation(
      { gsrn, cancels: { processType: "D29", transactionId: "t-0", effectiveAt: midnight("2025-06-01") } },
      context
    ),
  buildChangeOfSupplier: () =>
    messages.buildChangeOfSupplier({ gsrn, startAt: midnight("2025-06-01"), cvr: "12345678" }, context),
  buildChargeLinkChange: () =>
    messages.buildChargeLinkChange({ gsrn, changes: [{ charge, from: midnight("2025-05-01"), stop: true }] }, context),
  buildCustomerData: () =>
    messages.buildCustomerData(
      { reason: "D20", gsrn, startAt: midnight("2025-05-01"), electricHeating: true },
      context
    ),
  buildEndOfSupply: () => messages.buildEndOfSupply({ gsrn, desiredEndAt: midnight("2025-06-01") }, context),
  buildErroneousSwitch: () => messages.buildErroneousSwitch({ gsrn, switchAt: midnight("2025-05-01") }, context),
  buildHistoricalDataRequest: () =>
    messages.buildHistoricalDataRequest({ process: "BRS-025", gsrn, period: january }, context),
  buildMoveIn: () =>
    messages.buildMoveIn(
      {
        gsrn,
        startAt: midnight("2025-05-06"),
        kind: "ordinary",
        cvr: "12345678",
        customerName: "Anna",
        balanceResponsible: "5790009990024"
      },
      context
    ),
  buildMoveOut: () => messages.buildMoveOut({ gsrn, endAt: midnight("2025-06-01") }, context),
  buildReallocateAnswer: () =>
    messages.buildReallocateAnswer(
      { process: "BRS-011", gsrn, requestTransactionId: "t-0", requestedAt: midnight("2025-05-02"), accepted: false },
      context
    ),
  buildWholesaleRequest: () =>
    messages.buildWholesaleRequest({ processType: "D05", period: january, gridArea: "991", charges: [] }, context)
}

it("knows every builder", () => {
  expect(Object.keys(built)).toEqual(
    Object.keys(messages)
      .filter((name) => /^build[A-Z]/.test(name))
      .sort()
  )
})

it.each(Object.keys(built))("%s says in whole seconds when the document was made", (name) => {
  const { body } = Result.getOrThrow(built[name]!())
  const [root] = Object.values(body) as ReadonlyArray<Readonly<Record<string, unknown>>>
  expect(root?.["createdDateTime"]).toBe("2025-05-05T10:15:44Z")
})
