import { processDefinitions, processDiagram, processesDocument } from "@datahub-settlement/core"
import { describe, expect, it } from "vitest"

describe("the page about processes", () => {
  it("says what the definitions say", async () => {
    await expect(processesDocument()).toMatchFileSnapshot("../../../../docs/processes.md")
  })

  it.each(processDefinitions)("draws every state of $title", (definition) => {
    const diagram = processDiagram(definition)
    for (const state of Object.keys(definition.states)) expect(diagram).toMatch(new RegExp(`> ${state}(:|$)`, "m"))
  })
})
