import { endSupply, midnightFrom } from "../world/World.ts"
import type { ConnectionState, WorldPoint } from "../world/WorldPoint.ts"
import type { Scenario, Stage } from "./Scenario.ts"

/** What grid companies do to metering points of ours: make, change, connect, disconnect and close them down. */
export const meteringPoint: Scenario = {
  name: "metering_point",
  summary:
    "disconnected: RSM-022/E79 on the second day, connected again on the fourth. connected: new (RSM-022/E32), then " +
    "connected (D15). heated: its heating point is told of anew (E02), and no child of it (RSM-004/D40) from the third " +
    "day. closed: closed down (D14) from the fourth.",
  begin: (stage) => {
    const { after, take } = stage
    const plain = (): WorldPoint => take("ours", ({ children }) => children.length === 0)
    const [disconnected, connected, closed] = [plain(), plain(), plain()]
    const heated = take("ours", ({ children }) => children.length > 0)
    const child = stage.desk.world.points[heated.children[0]!]!
    connected.connectionState = "D03"
    after("P1D", () => {
      tell(stage, connected, "E32", "D03")
      tell(stage, child, "E02", "E22")
      tell(stage, disconnected, "E79", "E23")
    })
    after("P2D", () => {
      tell(stage, connected, "D15", "E22")
      detach(stage, child)
    })
    after("P3D", () => {
      tell(stage, disconnected, "E79", "E22")
      closeDown(stage, closed)
    })
    return { disconnected, connected, heated, heating: child, closed }
  }
}

/** RSM-022 alone, of today. */
const tell = (
  { desk, now, ours: receiver }: Stage,
  point: WorldPoint,
  processType: string,
  connectionState: ConnectionState
): void => {
  point.connectionState = connectionState
  desk.master.sendMasterData([point], { receiver, processType, validFrom: midnightFrom(now(), 0) })
}

const detach = ({ desk, now, ours }: Stage, child: WorldPoint): void => {
  const from = midnightFrom(now(), 0)
  desk.world.detach(child, from)
  desk.master.notify(ours, child.gsrn, "D40", from)
}

/** The supply ends where tomorrow begins. */
const closeDown = ({ desk, now, ours }: Stage, point: WorldPoint): void => {
  const at = midnightFrom(now(), 1)
  for (const member of desk.world.familyOf(point)) endSupply(member, at)
  point.connectionState = "D02"
  desk.master.notify(ours, point.gsrn, "D14", at)
}
