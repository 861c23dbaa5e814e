import { expect, it } from "@effect/vitest"
import fc from "fast-check"
import { type CimHeader, headerJson, headerOf } from "./CimHeader.ts"
import { noFaults } from "./faults.ts"
import type { JsonObject } from "./json.ts"

const wire = {
  mRID: "8d1f0c6a5b7e4b0f9a3c2e1d4f5a6b7c",
  "businessSector.type": { value: "23" },
  createdDateTime: "2025-01-16T05:12:44Z",
  "process.processType": { value: "E23" },
  "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
  "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
  "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
  "sender_MarketParticipant.marketRole.type": { value: "DGL" },
  type: { value: "E66" }
}

const header: CimHeader = {
  messageId: "8d1f0c6a5b7e4b0f9a3c2e1d4f5a6b7c",
  createdAt: Date.UTC(2025, 0, 16, 5, 12, 44),
  processType: "E23",
  type: "E66",
  sender: { id: "5790001330552", role: "DGL" },
  receiver: { id: "5790009990017", role: "DDQ" }
}

const read = (root: JsonObject) => {
  const faults = noFaults()
  return { header: headerOf(root, "Root", faults), faults }
}

it("reads and writes what DataHub sends", () => {
  expect(read(wire)).toEqual({ header, faults: { issues: [], count: 0 } })
  expect(headerJson(header)).toEqual(wire)
  expect(Object.keys(headerJson(header))).toEqual(Object.keys(wire))
})

it("carries codes that it does not know", () => {
  const unknown = read({ ...wire, type: { value: "X99" }, "process.processType": { value: "Q1" } })
  expect(unknown.faults.count).toBe(0)
  expect(unknown.header).toMatchObject({ type: "X99", processType: "Q1" })
})

it("names every key that is absent or of another shape", () => {
  expect(read({}).faults.issues.map(({ path }) => path)).toEqual([
    "Root.mRID",
    "Root.createdDateTime",
    `Root["sender_MarketParticipant.mRID"]`,
    `Root["sender_MarketParticipant.marketRole.type"]`,
    `Root["receiver_MarketParticipant.mRID"]`,
    `Root["receiver_MarketParticipant.marketRole.type"]`,
    `Root["process.processType"]`,
    "Root.type"
  ])
  const bare = read({ ...wire, type: "E66", createdDateTime: "2025-01-16", "reason.code": { value: 1 } })
  expect(bare.faults.issues).toEqual([
    { path: "Root.createdDateTime", expected: "a UTC instant (2025-01-15T23:00:00Z)", actual: `"2025-01-16"` },
    { path: "Root.type", expected: "a code {value}", actual: `"E66"` },
    { path: `Root["reason.code"].value`, expected: "a code {value}", actual: "1" }
  ])
})

it("reads back what it writes", () => {
  const text = fc.string({ minLength: 1, maxLength: 36 })
  const participant = fc.record({ id: text, role: text })
  const headers = fc.record(
    {
      messageId: text,
      createdAt: fc.integer({ min: 0, max: 4e12 }),
      processType: text,
      type: text,
      sender: participant,
      receiver: participant,
      reasonCode: text
    },
    { requiredKeys: ["messageId", "createdAt", "processType", "type", "sender", "receiver"] }
  )
  fc.assert(
    fc.property(headers, (one) => {
      expect(read(JSON.parse(JSON.stringify(headerJson(one))))).toEqual({
        header: one,
        faults: { issues: [], count: 0 }
      })
    })
  )
})

it("marks an EIC by its length", () => {
  const eic = headerJson({ ...header, receiver: { id: "45V0000000000012", role: "DDQ" } })
  expect(eic["receiver_MarketParticipant.mRID"]).toEqual({ codingScheme: "A01", value: "45V0000000000012" })
})
