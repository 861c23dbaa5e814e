import { gsrnOf } from "@datahub-settlement/core"
import { us } from "./serveProcess.ts"

/** RSM-012 for a metering point that nobody has told of: its readings are parked. */
export const readingsMessage = (messageId: string, receiver = us): string =>
  JSON.stringify({
    NotifyValidatedMeasureData_MarketDocument: {
      mRID: messageId,
      "businessSector.type": { value: "23" },
      createdDateTime: "2025-01-16T05:12:44Z",
      "process.processType": { value: "E23" },
      "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: receiver },
      "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
      "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
      "sender_MarketParticipant.marketRole.type": { value: "DGL" },
      type: { value: "E66" },
      Series: [
        {
          mRID: `s-${messageId}`,
          "marketEvaluationPoint.mRID": { codingScheme: "A10", value: gsrnOf("57131399900000001") },
          "marketEvaluationPoint.type": { value: "E17" },
          product: "8716867000030",
          "quantity_Measure_Unit.name": { value: "KWH" },
          "registration_DateAndOrTime.dateTime": "2025-01-16T04:55:00Z",
          Period: {
            resolution: "PT1H",
            timeInterval: { start: { value: "2025-01-14T23:00Z" }, end: { value: "2025-01-15T23:00Z" } },
            Point: Array.from({ length: 24 }, (_, i) => ({ position: { value: i + 1 }, quantity: 0.2 }))
          }
        }
      ]
    }
  })

/** A reading message in a queue. */
export const waiting = (messageId: string) => ({ messageId, body: readingsMessage(messageId) })
