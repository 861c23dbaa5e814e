import * as NodeServices from "@effect/platform-node/NodeServices"
import { CimParser, SettlementEngine } from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { TestConsole } from "effect/testing"
import { root } from "./root.ts"

interface Leaf {
  readonly path: ReadonlyArray<string>
  readonly command: Command.Command.Any
}

/** Commands that do something: those without others below them, and `settle`. */
const leavesOf = (command: Command.Command.Any, path: ReadonlyArray<string>): ReadonlyArray<Leaf> => {
  const below = command.subcommands.flatMap(({ commands }) => commands)
  const own = below.length === 0 || command.name === "settle" ? [{ path, command }] : []
  return [...own, ...below.flatMap((one) => leavesOf(one, [...path, one.name]))]
}

const leaves = leavesOf(root, []).map((leaf) => ({ ...leaf, name: leaf.path.join(" ") }))

const layer = Layer.mergeAll(CimParser.layer, SettlementEngine.layer, NodeServices.layer, TestConsole.layer)

const helpOf = (path: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    yield* Effect.exit(Command.runWith(root, { version: "1" })([...path, "--help"]))
    return (yield* TestConsole.logLines).join("\n")
  }).pipe(Effect.provide(layer))

describe("the help of every command", () => {
  it("is looked at", () => expect(leaves.map(({ name }) => name)).toContain("request charge-link"))

  it.each(leaves)("$name says how it ends", ({ command }) => {
    expect(command.description).toMatch(/Exit codes: 0 /)
    expect(command.description).toMatch(/70 a fault of ours/)
    expect(command.shortDescription).not.toMatch(/\n/)
  })

  it.effect.each(leaves)("$name shows how it is called, with flags that it has", ({ path }) =>
    Effect.gen(function* () {
      const help = yield* helpOf(path)
      const [flags, examples = ""] = help.split("\nEXAMPLES\n")
      const calls = examples.split("\n").filter((line) => line.includes(`datahub-settlement ${path.join(" ")}`))
      expect(calls).not.toEqual([])
      const used = calls.flatMap((line) => line.match(/ --[a-z-]+/g) ?? [])
      expect(used.filter((flag) => !flags!.includes(` ${flag} `))).toEqual([])
    })
  )
})
