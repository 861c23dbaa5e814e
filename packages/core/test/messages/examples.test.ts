import { assert, describe, expect, it } from "@effect/vitest"
import { Effect, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { readdirSync, readFileSync } from "node:fs"
import { DeadLetters } from "../../src/exchange/index.ts"
import { utf8Of } from "../../src/intake/utf8.ts"
import { handleMessage } from "../../src/intake/index.ts"
import { Gln } from "../../src/market/index.ts"
import * as Messages from "../../src/messages/index.ts"
import { memoryIntake } from "../../src/testing/index.ts"

/*
 * The documents as they stand on the wire, each written by hand from what is known of DataHub's own: not by our encoders,
 * whose errors they would share.
 */
const folder = new URL("./examples/", import.meta.url)
const files = readdirSync(folder)
const textOf = (file: string): string => readFileSync(new URL(file, folder), "utf8")

const encoded = (document: Messages.CimDocument): unknown => {
  switch (document.name) {
    case "AccountingPointCharacteristics":
      return Messages.encodeMasterData(document.data)
    case "Acknowledgement":
      return Messages.encodeAcknowledgement(document.data)
    case "GenericNotification":
      return Messages.encodeGenericNotification(document.data)
    case "NotifyAggregatedMeasureData":
      return Messages.encodeAggregatedData(document.data)
    case "NotifyBillingMasterData":
      return Messages.encodeChargeLinks(document.data)
    case "NotifyPriceList": {
      const { header, information, series } = document.data
      return information.length > 0
        ? Messages.encodeChargeInformation({ header, information })
        : Messages.encodeChargePrices({ header, series })
    }
    case "NotifyValidatedMeasureData":
      return Messages.encodeMeasureData(document.data)
    case "NotifyWholesaleServices":
      return Messages.encodeWholesaleServices(document.data)
    case "ReminderOfMissingMeasureData":
      return Messages.encodeMissingReadingsReminder(document.data)
    case "RequestAggregatedMeasureData":
      return Messages.encodeAggregatedDataRequest(document.data)
    case "RequestChangeOfSupplier":
      return Messages.encodeChangeOfSupplierRequest(document.data)
    case "RequestEndOfSupply":
      return Messages.encodeEndOfSupplyRequest(document.data)
    case "RequestReallocateChangeOfSupplier":
      return Messages.encodeReallocationRequest(document.data)
    case "RequestValidatedMeasureData":
      return Messages.encodeMeasureDataRequest(document.data)
    case "RequestWholesaleSettlement":
      return Messages.encodeWholesaleRequest(document.data)
    case "ConfirmRequestChangeOfSupplier":
    case "RejectRequestChangeOfSupplier":
    case "RejectRequestValidatedMeasureData":
    case "RejectRequestAggregatedMeasureData":
      return Messages.encodeRequestAnswer(document.data)
    default:
      throw new Error(`There is no example of ${document.name}`)
  }
}

/**
 * A link has no id of its own: the records of RSM-031 are numbered by whoever writes them, nothing answers them. All else
 * is written as it was read.
 */
const normal = (example: Record<string, { mRID: string; MktActivityRecord: ReadonlyArray<object> }>): object => {
  const root = example.NotifyBillingMasterData_MarketDocument
  if (root === undefined) return example
  const records = root.MktActivityRecord.map((record, index) => ({ ...record, mRID: `${root.mRID}-${index + 1}` }))
  return { NotifyBillingMasterData_MarketDocument: { ...root, MktActivityRecord: records } }
}

describe("the wire examples", () => {
  it("are all there", () => {
    expect(files.length).toBe(25)
  })

  it.each(files)("%s is read, and written as it was", (file) => {
    const document = Result.getOrThrow(Messages.decodeDocument(textOf(file)))
    expect(encoded(document)).toEqual(normal(JSON.parse(textOf(file))))
  })

  it.effect.each(files.filter((file) => !/request|rsm-00[35]/.test(file)))("%s is used where it arrives", (file) => {
    const { data } = Result.getOrThrow(Messages.decodeDocument(textOf(file)))
    const { createdAt, messageId, receiver } = data.header
    return Effect.gen(function* () {
      yield* TestClock.setTime(createdAt + 1000)
      const body = utf8Of(textOf(file))
      const handled = yield* handleMessage({ messageId, queue: "masterdata", body, receivedAt: createdAt })
      const letter = yield* DeadLetters.use((letters) => letters.find(messageId))
      assert.isUndefined(Option.getOrUndefined(letter)?.reason.text)
      assert.oneOf(handled.outcome, ["applied", "stored"])
      assert.deepStrictEqual(
        handled.notes.filter((note) => /clock/.test(note)),
        []
      )
    }).pipe(Effect.provide(memoryIntake({ gln: Gln.make(receiver.id) })))
  })
})
