import { takeSupply } from "../answers/changeOfSupplier.ts"
import { beginCorrection } from "../answers/correction.ts"
import { midnightFrom } from "../world/World.ts"
import { addCustomer, type WorldPoint } from "../world/WorldPoint.ts"
import type { Scenario, Stage } from "./Scenario.ts"

/** Switches that should not have been. */
export const erroneousSwitch: Scenario = {
  name: "erroneous_switch",
  summary:
    "takenByUs: switch it to us, report the error (D07), and RSM-004/D34 gives it back. refused: the same, but the " +
    "previous supplier refuses (D35). takenFromUs: lost by RSM-004/E03 after three days; a week later RSM-003/D07 asks us.",
  begin: (stage) =>
    parts(stage, (point) => loseAndReturn(stage, point, { began: "E03", notice: "E03", process: "D07" }))
}

/** A switch that turns out to be an error when the months after it are settled. */
export const lateReturn: Scenario = {
  name: "late_return",
  summary: "takenFromUs: lost by RSM-004/E03 after three days; six weeks and more later RSM-003/D07 asks us.",
  begin: (stage) => {
    const takenFromUs = stage.take("ours")
    loseAndReturn(stage, takenFromUs, { began: "E03", notice: "E03", process: "D07", asksAfter: "P46D" })
    return { takenFromUs }
  }
}

/** Moves that should not have been. */
export const erroneousMove: Scenario = {
  name: "erroneous_move",
  summary:
    "takenByUs: move in with us, report the error (D33), and RSM-004/D34 gives it back. refused: the same, but the " +
    "previous supplier refuses (D35). takenFromUs: lost by RSM-004/E01 after three days; a week later RSM-003/D33 asks us.",
  begin: (stage) =>
    parts(stage, (point) => loseAndReturn(stage, point, { began: "E65", notice: "E01", process: "D33" }))
}

const parts = (stage: Stage, lose: (point: WorldPoint) => void): Readonly<Record<string, WorldPoint>> => {
  const takenFromUs = stage.take("ours")
  const refused = stage.take("other")
  stage.desk.refuseResumption.add(refused.gsrn)
  lose(takenFromUs)
  return { takenByUs: stage.take("other"), refused, takenFromUs }
}

const loseAndReturn = (
  { after, desk, now, other }: Stage,
  point: WorldPoint,
  by: {
    readonly began: "E03" | "E65"
    readonly notice: string
    readonly process: string
    readonly asksAfter?: string
  }
): void =>
  after("P3D", () => {
    const from = midnightFrom(now(), 0)
    if (by.began === "E65") addCustomer(point, { from, name: "Fejl Flyttesen", cpr: "0303030000" })
    takeSupply(desk, point, { supplier: other, from, began: by.began }, by.notice)
    after(by.asksAfter ?? "P7D", () =>
      beginCorrection(desk, {
        transactionId: desk.engine.nextMessageId(),
        point,
        sender: other,
        startAt: from,
        processType: by.process
      })
    )
  })
