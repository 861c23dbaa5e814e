import { expect, it } from "@effect/vitest"
import { defaultDataFolder } from "./dataFolder.ts"

it("keeps root's data below /var/lib and a user's in the user's data home", () => {
  const user = { isRoot: false, home: "/home/ida", dataHome: undefined }
  expect(defaultDataFolder({ ...user, isRoot: true })).toBe("/var/lib/datahub-settlement")
  expect(defaultDataFolder(user)).toBe("/home/ida/.local/share/datahub-settlement")
  expect(defaultDataFolder({ ...user, dataHome: "/data/ida" })).toBe("/data/ida/datahub-settlement")
  expect(defaultDataFolder({ ...user, dataHome: "relative" })).toBe("/home/ida/.local/share/datahub-settlement")
})
