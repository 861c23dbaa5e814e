import { describe, expect, it } from "vitest"
import { type FoundTimescale, isTimescaleOutdated, TIMESCALE_VERSION_MIN, timescaleFault } from "./timescaleVersion.ts"

describe("versions of TimescaleDB", () => {
  it("are compared number by number", () => {
    const outdated = ["2.29.1", "2.9.5", "2.28.10", "1.99.99", "2.29", "2.29.0-dev"]
    const taken = [TIMESCALE_VERSION_MIN, "2.29.10", "2.30.0", "2.100", "3.0.0", "2.30.0-dev"]
    expect(outdated.filter((version) => !isTimescaleOutdated(version))).toEqual([])
    expect(taken.filter(isTimescaleOutdated)).toEqual([])
  })

  it("that come for no PostgreSQL as old as the server are not asked for on it", () => {
    const on15: FoundTimescale = {
      postgres: 15,
      installed: null,
      available: "2.22.1",
      isPreloaded: true,
      ledger: null
    }
    const whatToDo = (found: Partial<FoundTimescale>): string | undefined =>
      timescaleFault({ ...on15, ...found })?.message.split("compressed data: ")[1]
    const tooOld = "2.29.2 needs PostgreSQL 16 or newer, and this server is 15."
    expect(whatToDo({})).toBe(`${tooOld} Take one that is, or one without TimescaleDB.`)
    expect(whatToDo({ installed: "2.22.1" })).toBe(whatToDo({}))
    expect(whatToDo({ installed: "2.22.1", ledger: "r" })).toBe(
      `${tooOld} Take a backup with \`datahub-settlement db backup\`, and restore it into a database on a newer server.`
    )
    const install = "install the package of TimescaleDB 2.29.2 or newer on the database server and restart it"
    expect(whatToDo({ postgres: 16 })).toBe(`${install}.`)
    expect(whatToDo({ installed: "2.22.1", ledger: "p" })).toBeUndefined()
    expect(whatToDo({ isPreloaded: false })).toBeUndefined()
  })
})
