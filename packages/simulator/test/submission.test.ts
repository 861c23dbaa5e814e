import { expect, it } from "@effect/vitest"
import { pointId, play, request } from "./player.ts"

const small = { points: 6, tellsAtStart: false }
const GSRN = "571313999000000010"
const part = {
  "marketEvaluationPoint.mRID": pointId(GSRN),
  "start_DateAndOrTime.dateTime": "2026-01-01T23:00:00Z",
  "end_DateAndOrTime.dateTime": "2026-01-02T23:00:00Z"
}
const OPERATION = "requestvalidatedmeasurements"
const NAME = "RequestValidatedMeasureData"

const asked = (header: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, unknown>> = {}) =>
  request(NAME, "E23", { ...part, ...more }, header)

it.live("takes a document that passes with 202 and no body", () =>
  play(small, async (player) => {
    const answer = await player.submit(OPERATION, asked())
    expect([answer.status, answer.body]).toEqual([202, ""])
    expect(answer.headers.get("CorrelationId")).toMatch(/^[0-9a-f-]{36}$/)
  })
)

it.live.each([
  ["00302", "no JSON", "{"],
  ["00302", "another root", { Other_MarketDocument: {} }],
  ["00302", "a key that no schema knows", asked({ surprise: 1 })],
  ["00302", "an object where an array must be", asked({ Series: {} })],
  ["00302", "a code that is no object", asked({ type: "E73" })],
  ["00302", "an instant without seconds", asked({ createdDateTime: "2026-01-15T12:00Z" })],
  ["00302", "a required key that is missing", asked({}, { "marketEvaluationPoint.mRID": undefined })],
  ["00002", "a sender that is not the caller", asked({ "sender_MarketParticipant.mRID": pointId("5790009990048") })],
  ["00303", "another receiver", asked({ "receiver_MarketParticipant.mRID": pointId("5790009990031") })],
  ["00304", "another role of the receiver", asked({ "receiver_MarketParticipant.marketRole.type": { value: "DDZ" } })],
  ["00401", "another type", asked({ type: { value: "E74" } })],
  ["00402", "a process that the document has not", asked({ "process.processType": { value: "D42" } })],
  ["00403", "another business sector", asked({ "businessSector.type": { value: "27" } })],
  ["00403", "no business sector", asked({ "businessSector.type": undefined })],
  ["00201", "an empty message id", asked({ mRID: "" })],
  ["00305", "a message id that is too long", asked({ mRID: "x".repeat(37) })],
  ["00202", "an empty transaction id", asked({}, { mRID: "" })],
  ["00205", "a transaction id that is too long", asked({}, { mRID: "x".repeat(37) })]
] as const)("refuses with %s %s", ([code, _what, body]) =>
  play(small, async (player) => {
    const answer = await player.submit(OPERATION, body)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).Error).toMatchObject({ Code: code, Message: expect.any(String) })
    expect(await player.lines("journal")).toEqual([])
  })
)

it.live("names the place of a schema violation by its JSON pointer", () =>
  play(small, async (player) => {
    const answer = await player.submit(OPERATION, asked({}, { surprise: 1 }))
    const { Message, Target } = JSON.parse(answer.body).Error
    expect(Message).toMatch(/^#\/RequestValidatedMeasureData_MarketDocument\/Series\/0\/surprise:/)
    expect(Target).toBe(null)
  })
)

it.live("stops at the schema, and makes all other checks together", () =>
  play(small, async (player) => {
    const wrong = { type: { value: "E74" }, "process.processType": { value: "D42" }, mRID: "" }
    const schema = await player.submit(OPERATION, asked({ ...wrong, surprise: 1 }))
    expect(JSON.parse(schema.body).Error.Code).toBe("00302")
    const all = await player.submit(OPERATION, asked(wrong))
    expect(JSON.parse(all.body).Error).toMatchObject({ Code: "BadRequest", Target: "" })
    const codes = JSON.parse(all.body).Error.Details.Errors.map(({ Code }: { Code: string }) => Code)
    expect(codes).toEqual(["00401", "00402", "00201"])
    const role = await player.submit(OPERATION, asked({ "sender_MarketParticipant.marketRole.type": { value: "DDM" } }))
    const roles = JSON.parse(role.body).Error.Details.Errors.map(({ Code }: { Code: string }) => Code)
    expect(roles).toEqual(["00001", "00003"])
  })
)

it.live("knows ids that were used, but only those of messages that passed", () =>
  play(small, async (player) => {
    const refused = asked({ mRID: "m-once", type: { value: "E74" } }, { mRID: "t-once" })
    expect((await player.submit(OPERATION, refused)).status).toBe(400)
    const body = asked({ mRID: "m-once" }, { mRID: "t-once" })
    expect((await player.submit(OPERATION, body)).status).toBe(202)
    const again = await player.submit(OPERATION, body)
    const codes = JSON.parse(again.body).Error.Details.Errors.map(({ Code }: { Code: string }) => Code)
    expect(codes).toEqual(["00101", "00102"])
    const twice = asked()
    const root = twice[`${NAME}_MarketDocument`]!
    const series = (root.Series as ReadonlyArray<unknown>)[0]
    const inside = { [`${NAME}_MarketDocument`]: { ...root, Series: [series, series] } }
    expect(JSON.parse((await player.submit(OPERATION, inside)).body).Error.Code).toBe("00102")
  })
)

it.live("compares operations without regard to case, and takes the older name", () =>
  play(small, async (player) => {
    expect((await player.submit("RequestValidatedMeasurements", asked())).status).toBe(202)
    expect((await player.submit("requestvalidatedmeasuredata", asked())).status).toBe(202)
  })
)
