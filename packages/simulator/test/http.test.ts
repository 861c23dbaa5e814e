import { expect, it } from "@effect/vitest"
import { ownConnection, play, tokenCall } from "./player.ts"

const small = { points: 6, tellsAtStart: false }
const document = { Something_MarketDocument: { mRID: "m-1" } }

it.live("gives a token for the right credential, and OAuth's refusals for others", () =>
  play(small, async ({ simulator }) => {
    const good = { client_id: simulator.client.clientId, client_secret: simulator.client.clientSecret }
    const ok = await tokenCall(simulator, good)
    expect(ok.status).toBe(200)
    expect(await ok.json()).toMatchObject({ token_type: "Bearer", expires_in: 3599, access_token: expect.any(String) })
    const wrong = await tokenCall(simulator, { ...good, client_secret: "wrong" })
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { error: "invalid_client" }])
    const grant = await tokenCall(simulator, { ...good, grant_type: "password" })
    expect([grant.status, await grant.json()]).toMatchObject([400, { error: "unsupported_grant_type" }])
    const scope = await tokenCall(simulator, { ...good, scope: "simulator" })
    expect([scope.status, await scope.json()]).toMatchObject([400, { error: "invalid_scope" }])
    const none = await tokenCall(simulator, { client_id: "x" })
    expect([none.status, await none.json()]).toMatchObject([400, { error: "invalid_request" }])
  })
)

it.live("refuses a token that has expired by the virtual clock, and one that was expired by hand", () =>
  play({ ...small, tokenSeconds: 600, tokenClock: "virtual" }, async (player) => {
    expect((await player.peek("measuredata")).status).toBe(204)
    await player.advance("PT9M59S")
    expect((await player.peek("measuredata")).status).toBe(204)
    await player.advance("PT1S")
    expect((await player.peek("measuredata")).status).toBe(401)
  })
)

it.live("refuses a call without a token, with an unknown one, and by a client with another role or two of them", () => {
  const clients = [
    { clientId: "us", clientSecret: "s", gln: "5790009990017" },
    { clientId: "grid", clientSecret: "s", gln: "5790009990031", roles: ["gridaccessprovider"] },
    { clientId: "both", clientSecret: "s", gln: "5790009990048", roles: ["energysupplier", "gridaccessprovider"] }
  ] as const
  return play({ ...small, clients }, async (player) => {
    const unknown = await player.call("GET", "/v1.0/cim/measuredata", { headers: { authorization: "Bearer other" } })
    expect(unknown.status).toBe(401)
    const none = await fetch(`${player.simulator.url}/v1.0/cim/measuredata`, { headers: ownConnection })
    expect(none.status).toBe(401)
    expect(none.headers.get("CorrelationId")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const grid = await player.as("grid", "s", "5790009990031")
    expect((await grid.peek("measuredata")).status).toBe(403)
    const both = await player.as("both", "s", "5790009990048")
    expect((await both.peek("measuredata")).status).toBe(401)
  })
})

it.live("peeks the same bytes under the same id until they are dequeued, oldest first, by any name of the queue", () =>
  play(small, async (player) => {
    for (const mRID of ["m-1", "m-2"]) {
      const body = `{"Some_MarketDocument": {"mRID": "${mRID}",   "note": "æøå"}}`
      await player.admin("message", { queue: "measuredata", body })
    }
    const first = await player.peek("measuredata")
    expect(first.status).toBe(200)
    expect(first.headers.get("Content-Type")).toBe("application/json; charset=utf-8")
    expect(first.headers.get("MessageId")).toBe("m-1")
    expect(first.body).toBe(`{"Some_MarketDocument": {"mRID": "m-1",   "note": "æøå"}}`)
    const again = await player.peek("TimeSeries")
    expect([again.headers.get("MessageId"), again.body]).toEqual(["m-1", first.body])
    expect(again.headers.get("CorrelationId")).not.toBe(first.headers.get("CorrelationId"))
    expect((await player.peek("masterdata")).status).toBe(204)
    expect((await player.dequeue("m-1")).status).toBe(200)
    expect((await player.peek("measuredata")).headers.get("MessageId")).toBe("m-2")
  })
)

it.live("dequeues what was peeked, answers a repeat with 200 for 30 days, and anything else with 400", () =>
  play(small, async (player) => {
    await player.admin("message", { queue: "aggregations", messageId: "a-1", body: document })
    expect((await player.dequeue("a-1")).status).toBe(400)
    await player.peek("aggregations")
    const done = await player.dequeue("a-1")
    expect([done.status, done.body, done.headers.get("Content-Type")]).toEqual([200, "", "text/plain"])
    expect((await player.dequeue("a-1")).status).toBe(200)
    expect((await player.dequeue("unknown")).status).toBe(400)
    expect((await player.dequeue("x".repeat(37))).status).toBe(400)
    await player.advance("P31D")
    expect((await player.dequeue("a-1")).status).toBe(400)
  })
)

it.live("lets nobody dequeue what is another actor's", () => {
  const clients = [
    { clientId: "us", clientSecret: "s", gln: "5790009990017" },
    { clientId: "them", clientSecret: "s", gln: "5790009990048" }
  ] as const
  return play({ ...small, clients }, async (player) => {
    await player.admin("message", { queue: "aggregations", messageId: "a-1", body: document })
    await player.peek("aggregations")
    const them = await player.as("them", "s", "5790009990048")
    expect((await them.peek("aggregations")).status).toBe(204)
    expect((await them.dequeue("a-1")).status).toBe(400)
  })
})

it.live("answers a missing or unknown Content-Type with 415, and an unknown category with 500", () =>
  play(small, async (player) => {
    const { access_token } = (await (
      await tokenCall(player.simulator, { client_id: "simulated-supplier", client_secret: "simulated-secret" })
    ).json()) as { readonly access_token: string }
    const bare = await fetch(`${player.simulator.url}/v1.0/cim/measuredata`, {
      headers: { authorization: `Bearer ${access_token}`, ...ownConnection }
    })
    expect(bare.status).toBe(415)
    const text = await player.call("GET", "/v1.0/cim/measuredata", { headers: { "content-type": "text/plain" } })
    expect(text.status).toBe(415)
    const charset = { "content-type": "application/json; charset=utf-8" }
    expect((await player.call("GET", "/v1.0/cim/measuredata", { headers: charset })).status).toBe(204)
    const unknown = await player.peek("nonsense")
    expect([unknown.status, JSON.parse(unknown.body)]).toEqual([
      500,
      { Message: "An unexpected error occurred! Please try later." }
    ])
    expect((await player.call("PUT", "/v1.0/cim/measuredata")).status).toBe(404)
    expect((await player.submit("nonsense", {})).status).toBe(404)
    expect((await player.submit("notifyvalidatedmeasuredata", {})).status).toBe(403)
  })
)

it.live("posts in application/json only, without a charset, and below 50 MB", () =>
  play(small, async (player) => {
    const headers = { "content-type": "application/json; charset=utf-8" }
    const path = "/v1.0/cim/requestvalidatedmeasurements"
    expect((await player.call("POST", path, { headers, body: "{}" })).status).toBe(415)
    const large = await player.call("POST", path, { body: `{"a":"${" ".repeat(52_428_800 - 8)}"}` })
    expect(large.status).toBe(413)
    expect(large.body).toContain("52428800")
    const justBelow = await player.call("POST", path, { body: `{"a":"${" ".repeat(52_428_799 - 8)}"}` })
    expect(justBelow.status).toBe(400)
  })
)

it.live("tells of wrong use of /admin, and changes nothing", () =>
  play(small, async (player) => {
    const refusals = [
      await player.admin("clock", { now: "yesterday" }),
      await player.admin("clock", { now: "2020-01-01T00:00:00Z" }),
      await player.admin("clock", { advance: "1 day" }),
      await player.admin("scenario", { name: "nonsense" }),
      await player.admin("inject-error", { status: 418 }),
      await player.admin("inject-error", { status: 503, cuont: 2 }),
      await player.admin("message", { queue: "nonsense", body: {} }),
      await player.admin("inject", { kind: "duplicate" })
    ]
    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 400))
    expect(refusals.map(({ body }) => JSON.parse(body).error)).toEqual([
      expect.stringContaining("yesterday"),
      expect.stringContaining("only goes forward"),
      expect.stringContaining("1 day"),
      expect.stringContaining("sunshine"),
      expect.stringContaining("status"),
      expect.stringContaining("cuont"),
      expect.stringContaining("measuredata"),
      expect.stringContaining("dequeued")
    ])
    expect((await player.admin("nonsense", {})).status).toBe(404)
    expect(await player.lines("journal")).toEqual([])
  })
)
