import { advanceProcess, type MarketProcess, openTasks } from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "vitest"
import { eventOf } from "./shorthand.ts"

/** The process after some events in short; those with `?` do not fit, and are in its history all the same. */
const history = (process: MarketProcess, ...texts: ReadonlyArray<string>): MarketProcess =>
  texts.reduce((before, text) => {
    const advanced = advanceProcess(before, eventOf(text.replace("?", ""), before, before.history.length))
    expect([text, advanced.legal]).toEqual([text, !text.startsWith("?")])
    return advanced.process
  }, process)

describe("what did not fit when it came is no ground for what comes later", () => {
  it("a refusal to disconnect before anybody was asked leaves an end of supply where it was", () => {
    const asked = ["sent", "?serviceRequestRefused D58", "accepted", "cancellationSent", "cancellationRefused E17"]
    expect(history(processOf("endOfSupply", "current"), ...asked).state).toBe("awaitingDisconnect")
  })

  it("data that came before they were asked for are no part of the answer", () => {
    const [early, later] = ["dataReceived 2025-01-01 2025-01-15", "dataReceived 2025-01-15 2025-02-01"]
    const asking = processOf("dataRequest", "requesting")
    expect(history(asking, `?${early}`, "sent", later).state).toBe("sent")
    expect(history(asking, "sent", early, later).state).toBe("answered")
  })

  it("customer data that were accepted before the switch was are none", () => {
    const begun = history(
      processOf("changeOfSupplier", "gaining"),
      "sent",
      "?customerDataAccepted",
      "accepted",
      "notice D46 >2025-05-08"
    )
    const sent = begun.history.at(-1)!.effects.filter(({ kind }) => kind === "send")
    expect(sent).toMatchObject([{ rsm: "RSM-027", processType: "E03" }])
  })

  it("customer data that went out when they could not are still to be sent", () => {
    const sends = (process: MarketProcess) => openTasks(process).filter(({ effect }) => effect.kind === "send").length
    const accepted = history(processOf("changeOfSupplier", "gaining"), "sent", "accepted")
    expect(sends(history(accepted, "customerDataSent"))).toBe(0)
    expect(sends(history(accepted, "cancellationSent", "?customerDataSent"))).toBe(1)
  })
})
