import { gsrnOf, type MarketProcess, pastProcessFor, type ProcessFacts } from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "vitest"
import { after, midnight } from "./shorthand.ts"

const gsrn = gsrnOf("57131399900000001")
const effectiveAt = midnight("2025-06-01")
type Facts = Exclude<ProcessFacts, { readonly document: "answer" }>
type Parameters = globalThis.Parameters<typeof processOf>

const on = (kind: Parameters[0], role: Parameters[1], path: string, more: Parameters[2] = {}): MarketProcess =>
  after(processOf(kind, role, { gsrn, ...more }), path).process

const notice = (processType: string, more: Partial<Facts> = {}): Facts => ({
  document: "notice",
  processType,
  gsrn,
  effectiveAt,
  ...more
})

const rejected = on("changeOfSupplier", "gaining", "sent, refused E22")
const started: Facts = { document: "masterData", processType: "E03", gsrn, effectiveAt }

describe("a process that has ended", () => {
  it("is found by what DataHub says of its date", () => {
    expect(pastProcessFor(started, [rejected])?.id).toBe(rejected.id)
    expect(pastProcessFor(notice("D11"), [rejected])?.id).toBe(rejected.id)
    expect(pastProcessFor({ ...started, effectiveAt: midnight("2025-06-02") }, [rejected])).toBeUndefined()
    expect(pastProcessFor({ ...started, gsrn: gsrnOf("57131399900000002") }, [rejected])).toBeUndefined()
  })

  it("is found by a notice of another day, where it is the newest of its kind", () => {
    const ended = on("endOfSupply", "current", "sent, operator toldRefused", { id: "newer" })
    const older = on("endOfSupply", "current", "sent, refused E17", { id: "older" })
    const later = notice("E20", { effectiveAt: midnight("2025-06-12") })
    expect(pastProcessFor(later, [ended, older])?.id).toBe("newer")
    expect(pastProcessFor(notice("D46", { effectiveAt: midnight("2025-05-20") }), [rejected])?.id).toBe(rejected.id)
  })

  it("a correction is found by its date alone", () => {
    const refused = on("erroneousSwitch", "current", "sent @2025-06-10, notice D35")
    expect(pastProcessFor(notice("D34"), [refused])?.id).toBe(refused.id)
    expect(pastProcessFor(notice("D34", { effectiveAt: midnight("2025-06-02") }), [refused])).toBeUndefined()
  })

  it("is not looked for where one of its kind is at work, something begins, or nothing is decided", () => {
    const again = on("changeOfSupplier", "gaining", "sent", { id: "again" })
    expect(pastProcessFor(started, [again, rejected])).toBeUndefined()
    const lost = on("changeOfSupplier", "losing", "notice E03, dateReached")
    expect(pastProcessFor(notice("E03", { effectiveAt: midnight("2025-07-01") }), [lost])).toBeUndefined()
    expect(pastProcessFor({ ...started, document: "customerData" }, [rejected])).toBeUndefined()
    expect(pastProcessFor(notice("E01", { supplying: true }), [rejected])).toBeUndefined()
    expect(pastProcessFor(notice("E01", { supplying: false }), [rejected])?.id).toBe(rejected.id)
    const begun = on("changeOfSupplier", "gaining", "sent, accepted, dateReached")
    expect(pastProcessFor(started, [begun])).toBeUndefined()
  })
})
