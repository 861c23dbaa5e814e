import type { MarketProcess } from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"

/** What has been asked for after some events, which of later ones do it, and which do not. */
export interface TaskCase {
  readonly of: MarketProcess
  readonly asked: string
  readonly doneBy?: ReadonlyArray<string>
  readonly notBy?: ReadonlyArray<string>
}

export const gaining = processOf("changeOfSupplier", "gaining")
export const moving = processOf("moveIn", "new")
export const leaving = processOf("moveOut", "current")
const ending = processOf("endOfSupply", "current")
const wrong = processOf("erroneousSwitch", "current")
const back = processOf("erroneousSwitch", "previous")
const wrongMove = processOf("erroneousMove", "reporting")
const movedBack = processOf("erroneousMove", "previous")
const links = processOf("chargeLinks", "requesting")

export const accepted = "sent, accepted"
const refusedData = `${accepted}, customerDataSent, customerDataRefused D03`
const opened = "operator openCase @2025-06-10"
const reported = `${opened}, operator reportRegistered @2025-06-10`
const resuming = "resumptionRequested, resumptionAccepted"
const missing = `${resuming}, deadlinePassed data`
const byHand = `${reported}, operator complex @2025-06-11, operator outcomeCorrected @2025-06-12`

const correct: Omit<TaskCase, "of"> = {
  asked: refusedData,
  doneBy: ["customerDataSent", "customerDataAccepted"],
  notBy: ["masterData E34", "taskDone 2.1"]
}
const whyNotCancelled = {
  asked: `${accepted}, cancellationSent, cancellationRefused D06`,
  doneBy: ["cancellationSent"]
}
const unanswered = (of: MarketProcess): TaskCase => ({
  of,
  asked: `${accepted}, cancellationSent, dateReached`,
  doneBy: ["cancellationAccepted"]
})
const reply = ["resumptionAccepted", "resumptionRefused", "deadlinePassed reply"]

/** Every task of every process that an event of its own can show to be done, and some that none can. */
export const taskCases: Readonly<Record<string, ReadonlyArray<TaskCase>>> = {
  "No answer has come: see whether it has left the outbox, then ask DataHub's support": [
    {
      of: gaining,
      asked: "sent, deadlinePassed answer",
      doneBy: [
        "accepted",
        "refused E17",
        "operator toldAccepted",
        "operator toldRefused",
        "operator sendAgain",
        "notice D46 >2025-05-08"
      ],
      notBy: ["customerData E03"]
    }
  ],
  "No answer to the cancellation has come: see whether it has left the outbox, then ask DataHub's support": [
    {
      of: ending,
      asked: `${accepted}, cancellationSent, deadlinePassed cancellationAnswer`,
      doneBy: ["cancellationAccepted", "cancellationRefused D06", "operator toldRefused", "operator sendAgain"]
    }
  ],
  "Record what was agreed with the customer once more: the sign-up holds after all": [
    { of: gaining, asked: "sent, operator toldRefused, accepted", notBy: ["customerDataAccepted"] },
    { of: moving, asked: `${accepted}, cancellationSent, operator toldAccepted, cancellationRefused D06` }
  ],
  "See what holds: DataHub has refused the request, and its master data say that the supply begins": [
    { of: gaining, asked: "sent, operator toldAccepted, masterData E03, refused E17" }
  ],
  "Tell whoever was promised it: DataHub has refused it after all": [
    { of: gaining, asked: "sent, operator toldAccepted, refused E17" }
  ],
  "See whether customer data are accepted: they are due 7 days after the start": [
    {
      of: gaining,
      asked: `${accepted}, dateReached, notice D46 >2025-06-03`,
      doneBy: ["customerDataAccepted"],
      notBy: ["customerDataSent"]
    }
  ],
  "Tell the customer: the supply has not begun after all": [
    { of: gaining, asked: `${accepted}, dateReached, notice D14` }
  ],
  "See what was done since it stood: it is undone after all": [
    {
      of: gaining,
      asked: `${accepted}, dateReached, deadlinePassed correctionWindow, deadlinePassed correctionOutcome, undone`
    }
  ],
  "See whether the supply is to end: DataHub has accepted the end of supply after all": [
    { of: ending, asked: "sent, operator toldRefused, accepted", doneBy: ["cancellationSent"] }
  ],
  "See whether the supply is to end: the end of supply was not cancelled after all": [
    {
      of: ending,
      asked: `${accepted}, cancellationSent, operator toldAccepted, cancellationRefused D06`,
      doneBy: ["cancellationSent"]
    }
  ],
  "Tell the customer: the metering point was disconnected after all": [
    { of: ending, asked: "sent, operator toldRefused, notice E20" }
  ],
  "Tell whoever was told otherwise: the switch is undone after all": [
    { of: wrong, asked: "sent @2025-06-10, notice D35, notice D34" }
  ],
  "See why DataHub gives it back although we refused, and what was agreed with the customer": [
    { of: back, asked: "resumptionRequested, resumptionRefused, masterData D07" }
  ],
  "Tell the customer: DataHub has registered the move-out after all": [
    { of: leaving, asked: "sent, operator toldRefused, accepted" }
  ],
  "Tell the customer: the move-out was not cancelled after all": [
    { of: leaving, asked: `${accepted}, cancellationSent, operator toldAccepted, cancellationRefused D06` }
  ],
  "Tell whoever was told otherwise: the move is put right after all": [
    {
      of: wrongMove,
      asked: `${reported}, operator complex @2025-06-10, operator outcomeRefused @2025-07-10, notice D34`
    }
  ],
  "See whether it is a move-in (BRS-009)": [{ of: gaining, asked: "sent, refused D07" }],
  "See whether it is a change of supplier (BRS-001): the customer is registered already": [
    { of: moving, asked: "sent, refused D17" }
  ],
  "See whether name and address are the customer's": [
    {
      of: gaining,
      asked: `${accepted}, customerData E03`,
      doneBy: ["cancellationSent"],
      notBy: ["customerDataAccepted", "masterData E03"]
    }
  ],
  "Correct the customer data and send them again": [
    { of: gaining, ...correct },
    { of: moving, ...correct, notBy: ["masterData E65"] }
  ],
  "Customer data are late: the switch will be cancelled": [
    {
      of: gaining,
      asked: `${accepted}, deadlinePassed customerData`,
      doneBy: ["customerDataAccepted", "notice D46"],
      notBy: ["customerDataSent", "customerDataRefused D03"]
    }
  ],
  "Find out why customer data did not come in time": [{ of: gaining, asked: `${accepted}, notice D11` }],
  "Look at why the cancellation was refused": [
    { of: gaining, ...whyNotCancelled, notBy: ["customerDataAccepted"] },
    { of: moving, ...whyNotCancelled },
    { of: leaving, ...whyNotCancelled },
    { of: ending, ...whyNotCancelled, notBy: ["serviceRequestSent"] }
  ],
  "The date has come without customer data: ask whether the switch was cancelled": [
    { of: gaining, asked: `${accepted}, dateReached`, doneBy: ["customerDataAccepted"], notBy: ["customerDataSent"] }
  ],
  "The cancellation was not answered before the start: ask DataHub's support": [unanswered(gaining)],
  "The cancellation was not answered before the date: ask DataHub's support": [unanswered(moving), unanswered(leaving)],
  "See whether tax and Energinet's tariffs fit the new customer (BRS-037)": [
    { of: moving, asked: `${accepted}, chargeLinks E65`, notBy: ["customerDataAccepted", "dateReached"] }
  ],
  "Send customer data (RSM-027): they are due 15 days after the move-in": [
    {
      of: moving,
      asked: `${accepted}, dateReached, deadlinePassed customerDataWarning`,
      doneBy: ["customerDataSent", "customerDataAccepted"],
      notBy: ["masterData E65"]
    }
  ],
  "Tell the owner to register: the next step is mostly a secondary move-in (BRS-009, D29)": [
    { of: leaving, asked: `${accepted}, dateReached` }
  ],
  "See to it that the meter can be reached, then ask for the disconnection again in DataHub's portal (RSM-020)": [
    {
      of: ending,
      asked: `${accepted}, serviceRequestRefused D58`,
      doneBy: ["serviceRequestSent"],
      notBy: ["cancellationSent"]
    }
  ],
  "A year has passed without disconnection: ask DataHub whether it was cancelled (RSM-004/D41)": [
    { of: ending, asked: `${accepted}, deadlinePassed disconnection`, doneBy: ["notice D41"] }
  ],
  "See what has happened since the move: a later switch, move or end of supply makes it complex": [
    {
      of: wrongMove,
      asked: opened,
      doneBy: ["sent @2025-06-10, accepted @2025-06-10", "operator complex @2025-06-11"].map((text) =>
        text.startsWith("operator") ? `operator reportRegistered @2025-06-10, ${text}` : text
      ),
      notBy: ["operator reportRegistered @2025-06-10"]
    }
  ],
  "Look at why DataHub refused the report": [
    { of: wrong, asked: "sent @2025-06-10, refused E17" },
    { of: wrongMove, asked: `${opened}, sent @2025-06-10, refused E17` }
  ],
  "Follow the case with DataHub's support: no messages will come": [
    {
      of: wrongMove,
      asked: `${reported}, operator complex @2025-06-11`,
      doneBy: ["operator outcomeCorrected @2025-06-12", "operator outcomeRefused @2025-06-12"]
    }
  ],
  "No outcome has come: ask DataHub's support": [
    {
      of: wrong,
      asked: "sent @2025-06-10, deadlinePassed answer",
      doneBy: ["operator replyDateTold 2025-06-20 @2025-06-18", "notice D35"]
    },
    {
      of: wrongMove,
      asked: `${reported}, deadlinePassed overdue`,
      doneBy: ["operator complex @2025-06-18", "notice D35"]
    }
  ],
  "Verify what DataHub's support did: no notice (RSM-004) came": [
    { of: wrong, asked: "sent @2025-06-10, deadlinePassed answer, operator outcomeCorrected @2025-06-20" }
  ],
  "Verify what DataHub's support did: no messages came": [{ of: wrongMove, asked: byHand, notBy: ["chargeLinks E0G"] }],
  "Ask for master data and customer data in DataHub's portal (RSM-006, BRS-005)": [
    { of: back, asked: missing, doneBy: ["masterData D07"], notBy: ["customerData D07", "readingsComplete"] },
    { of: movedBack, asked: missing, doneBy: ["masterData E0G"] },
    { of: wrongMove, asked: byHand }
  ],
  "Ask for the charge links in DataHub's portal (RSM-032, BRS-038)": [
    { of: back, asked: missing, doneBy: ["chargeLinks D07"], notBy: ["masterData D07"] },
    { of: movedBack, asked: missing, doneBy: ["chargeLinks E0G"] },
    { of: links, asked: `${accepted}, deadlinePassed links`, doneBy: ["chargeLinks D17"] },
    { of: wrongMove, asked: byHand, notBy: ["chargeLinks E0G"] }
  ],
  "See what of D07 has not come; readings are asked for": [
    { of: back, asked: missing, notBy: ["masterData D07", "chargeLinks D07"] }
  ],
  "See what of D33 has not come; readings are asked for": [
    { of: movedBack, asked: missing, notBy: ["masterData D33"] }
  ],
  "See whether tax and Energinet's tariffs fit the customer from the resumption on (BRS-037, 21 days back)": [
    { of: back, asked: `${resuming}, masterData D07, readingsComplete` },
    { of: movedBack, asked: `${resuming}, masterData D33, readingsComplete` }
  ],
  "Find the customer's contract and answer: only a contract that we ended is a ground for no (D29)": [
    {
      of: back,
      asked: "resumptionRequested",
      doneBy: [...reply, "masterData D07"],
      notBy: ["readingsComplete", "resumptionRefused bound"]
    },
    { of: movedBack, asked: "resumptionRequested", doneBy: [...reply, "masterData D33"] }
  ],
  "Check the last day for an answer": [
    {
      of: back,
      asked: "resumptionRequested 2025-04-20",
      doneBy: [...reply, "operator replyDateTold 2025-05-20"],
      notBy: ["readingsComplete"]
    },
    { of: movedBack, asked: "resumptionRequested 2025-04-20", doneBy: reply },
    {
      of: wrongMove,
      asked: `${reported}, operator simple 2025-06-01 @2025-06-11`,
      doneBy: ["operator replyDateTold 2025-06-20 @2025-06-12", "deadlinePassed answer"]
    }
  ],
  "Correct the customer's data and send them with the date of today or yesterday": [
    { of: processOf("customerData", "current"), asked: "sent, refused E17" }
  ],
  "Ask the grid company for the child point D14": [
    {
      of: processOf("electricHeating", "adding"),
      asked: `${accepted}, deadlinePassed childPoint`,
      doneBy: ["masterData E02"],
      notBy: ["chargeLinks E02"]
    }
  ],
  "Ask the grid company to close the child point D14": [
    {
      of: processOf("electricHeating", "removing"),
      asked: `${accepted}, deadlinePassed childPoint`,
      doneBy: ["notice D14"],
      notBy: ["chargeLinks D20"]
    }
  ],
  "See whether the customer is right": [
    {
      of: processOf("forcedSwitch", "new"),
      asked: "notice D31, customerData D31",
      notBy: ["chargeLinks D31", "masterData D31 @2025-06-02"]
    }
  ],
  "Send the request once more, with a new id": [
    {
      of: processOf("dataRequest", "requesting"),
      asked: "sent, deadlinePassed answer",
      doneBy: ["sent @2025-05-07"],
      notBy: ["dataReceived 2025-01-01 2025-01-20"]
    }
  ],
  "Ask DataHub's support: the request was sent twice": [
    {
      of: processOf("dataRequest", "requesting"),
      asked: "sent, deadlinePassed answer, sent @2025-05-07, deadlinePassed answer",
      doneBy: ["operator abandon @2025-05-08"],
      notBy: ["dataReceived 2025-01-01 2025-01-20"]
    }
  ],
  "Correct the change of links, and ask for it anew": [{ of: links, asked: "sent, refused E17" }],
  "A deadline has passed: Customer data (RSM-027) accepted": [
    {
      of: moving,
      asked: `${accepted}, dateReached, deadlinePassed customerData`,
      doneBy: ["customerDataAccepted"],
      notBy: ["customerDataSent"]
    }
  ],
  "send RSM-003/D07": [
    { of: back, asked: "resumptionRequested", doneBy: [...reply, "masterData D07"], notBy: ["readingsComplete"] }
  ],
  "send RSM-027/E03": [{ of: gaining, asked: accepted, doneBy: ["customerDataSent"], notBy: ["masterData E03"] }],
  "send RSM-027/E65": [{ of: moving, asked: accepted, doneBy: ["customerDataSent"], notBy: ["masterData E65"] }],
  "send RSM-027/E34": [
    {
      of: gaining,
      asked: `${accepted}, customerDataSent, customerDataAccepted, dateReached`,
      doneBy: ["customerDataSent"],
      notBy: ["masterData E34"]
    },
    {
      of: processOf("customerData", "current"),
      asked: "sent, refused D40, deadlinePassed retry",
      doneBy: ["sent @2025-05-08"]
    }
  ],
  "send RSM-015/E23": [{ of: back, asked: missing, notBy: ["masterData D07"] }]
}
