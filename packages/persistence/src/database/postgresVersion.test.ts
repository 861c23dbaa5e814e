import { describe, expect, it } from "vitest"
import { postgresFault } from "./postgresVersion.ts"

describe("versions of PostgreSQL", () => {
  it.each([
    ["9.6.24", 90_624, false],
    ["14.12 (Debian 14.12-1.pgdg120+1)", 140_012, false],
    ["15.0", 150_000, true],
    ["15.18 (Debian 15.18-0+deb12u1)", 150_018, true],
    ["18.4", 180_004, true],
    ["19devel", 190_000, true]
  ])("%s", (version, number, isTaken) => {
    expect(postgresFault(version, number)?.message).toBe(
      isTaken
        ? undefined
        : `The server is PostgreSQL ${version}, this program needs 15 or newer: upgrade the server, or name another one in DATABASE_URL.`
    )
  })
})
