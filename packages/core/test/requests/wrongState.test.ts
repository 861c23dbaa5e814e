import { describe } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import {
  answerResumption,
  cancelRequest,
  registerPortalReport,
  sendCustomerData,
  signUp,
  takeDecision
} from "../../src/requests/index.ts"
import { day, gsrn } from "../intake/Making.ts"
import { customer } from "./customerTables.ts"
import { morning, supplied } from "./RefusalTable.ts"
import {
  about,
  answerOf,
  history,
  later,
  movedIn,
  newest,
  ownUpdate,
  refusedAsWrong,
  reported,
  resumption,
  switchAccepted,
  wish
} from "./wrongStates.ts"

describe("what does not fit the state of its process", () =>
  refusedAsWrong([
    ["a cancellation of no process", [], () => cancelRequest("p-9"), "NoSuchProcess", /^There is no process p-9\.$/],
    [
      "a cancellation of a request for data",
      [history],
      about(cancelRequest),
      "NoSuchProcess",
      /nothing that was sent and can be/
    ],
    [
      "a cancellation of an update",
      [supplied(), ownUpdate],
      about(cancelRequest),
      "NoSuchProcess",
      /nothing that was sent/
    ],
    [
      "a cancellation of a correction",
      [movedIn, reported],
      about(cancelRequest),
      "NoSuchProcess",
      /nothing that was sent and can be/
    ],
    [
      "a cancellation before the answer",
      [signUp(wish)],
      about(cancelRequest),
      "StepRefused",
      /cancellationSent does not fit the state "Sent, not answered yet"/
    ],
    [
      "a second cancellation",
      [switchAccepted, Effect.flatMap(newest, ({ id }) => cancelRequest(id))],
      about(cancelRequest),
      "StepRefused",
      /does not fit the state "Cancellation sent, not answered yet"/
    ],
    [
      "a cancellation on the first day",
      [switchAccepted, later(day("2025-02-01"))],
      about(cancelRequest),
      "RequestRefused",
      /cancels\.effectiveAt: the last day for a cancellation was 2025-01-31 \(BRS-001 E17\)/
    ],
    [
      "a cancellation of what was refused",
      [signUp(wish), answerOf("RequestChangeOfSupplier", "E22")],
      about(cancelRequest),
      "StepRefused",
      /does not fit the state "Refused by DataHub"/
    ],
    [
      "an answer to no process",
      [],
      () => answerResumption("p-9", true),
      "NoSuchProcess",
      /^There is no process p-9\.$/
    ],
    [
      "an answer to what asked for none",
      [history],
      about((id) => answerResumption(id, true)),
      "NoSuchProcess",
      /is no request to take a metering point back\.$/
    ],
    [
      "a second answer",
      [
        TestClock.setTime(morning("2025-01-03")),
        resumption,
        Effect.flatMap(newest, ({ id }) => answerResumption(id, true))
      ],
      about((id) => answerResumption(id, false)),
      "StepRefused",
      /does not fit the state/
    ],
    [
      "a no without its one ground",
      [TestClock.setTime(morning("2025-01-03")), resumption],
      about((id) => answerResumption(id, false)),
      "StepRefused",
      /D29 is the only ground, and only for a contract that we ended/
    ],
    [
      "a decision about no process",
      [],
      () => takeDecision("p-9", "complex", { by: "anna" }),
      "NoSuchProcess",
      /^There is no process p-9\.$/
    ],
    [
      "a decision that the state has no step for",
      [movedIn, reported],
      about((id) => takeDecision(id, "outcomeCorrected", { by: "anna" })),
      "DecisionRefused",
      /outcomeCorrected does not fit the state "Reported as erroneous"\. Possible: simple, complex, replyDateTold\.$/
    ],
    [
      "a decision by nobody",
      [movedIn, reported],
      about((id) => takeDecision(id, "complex", { by: " " })),
      "DecisionRefused",
      /it must be said who decides/
    ],
    [
      "a last day that is not named",
      [movedIn, reported],
      about((id) => takeDecision(id, "replyDateTold", { by: "anna" })),
      "DecisionRefused",
      /it must name the last day for an answer/
    ],
    [
      "a move that is registered as reported in the portal, and never was ours",
      [],
      () => registerPortalReport({ process: "BRS-011", gsrn, moveAt: day("2025-01-02"), by: "anna" }),
      "RequestRefused",
      /moveAt: our supply does not begin on that day \(BRS-011 E16\)/
    ],
    [
      "an answer after its last day",
      [resumption, later(morning("2025-01-13"))],
      about((id) => answerResumption(id, false)),
      "RequestRefused",
      /requestedAt: the last day for an answer was 2025-01-06; silence has counted as yes \(BRS-003 E17\)/
    ],
    [
      "customer data without a sign-up",
      [],
      () => sendCustomerData({ reason: "E03", gsrn, startAt: day("2025-02-01"), customer }),
      "NoSuchProcess",
      /^No sign-up of ours for \d{18} of 2025-01-31T23:00:00Z waits for customer data\.$/
    ],
    [
      "customer data of another day",
      [switchAccepted],
      () => sendCustomerData({ reason: "E03", gsrn, startAt: day("2025-02-02"), customer }),
      "NoSuchProcess",
      /^No sign-up of ours/
    ],
    [
      "customer data of a move with those of a switch",
      [switchAccepted],
      () => sendCustomerData({ reason: "E65", gsrn, startAt: day("2025-02-01"), customer }),
      "NoSuchProcess",
      /^No sign-up of ours/
    ],
    [
      "customer data of a switch on its first day",
      [switchAccepted, later(day("2025-02-01"))],
      () => sendCustomerData({ reason: "E03", gsrn, startAt: day("2025-02-01"), customer }),
      "RequestRefused",
      /startAt: must be 2025-02-02 or later, got 2025-02-01 \(BRS-001 E17\)/
    ],
    [
      "customer data before the answer",
      [signUp(wish)],
      () => sendCustomerData({ reason: "E03", gsrn, startAt: day("2025-02-01"), customer }),
      "StepRefused",
      /customerDataSent does not fit the state "Sent, not answered yet"/
    ]
  ]))
