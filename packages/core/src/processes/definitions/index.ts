import type { ProcessDefinition } from "../ProcessDefinition.ts"
import type { ProcessKind, ProcessRole } from "../ProcessKind.ts"
import { chargeLinkChange } from "./chargeLinks.ts"
import { closeDown } from "./closeDown.ts"
import { gainingSupplier, losingSupplier } from "./changeOfSupplier.ts"
import { customerDataUpdate } from "./customerData.ts"
import { addHeating, removeHeating } from "./electricHeating.ts"
import { endOfSupply } from "./endOfSupply.ts"
import { wronglyMoved, wrongReporter } from "./erroneousMove.ts"
import { takenFromUs, wrongTaker } from "./erroneousSwitch.ts"
import { transferredFromUs, transferredToUs } from "./forcedSwitch.ts"
import { historicalData } from "./historicalData.ts"
import { meteringPoint } from "./meteringPoint.ts"
import { moveInFromUs, moveInToUs } from "./moveIn.ts"
import { moveOut } from "./moveOut.ts"

/** Every process that is kept track of, from each side that we can be on. */
export const processDefinitions: ReadonlyArray<ProcessDefinition> = [
  gainingSupplier,
  losingSupplier,
  endOfSupply,
  wrongTaker,
  takenFromUs,
  transferredToUs,
  transferredFromUs,
  moveInToUs,
  moveInFromUs,
  moveOut,
  wrongReporter,
  wronglyMoved,
  customerDataUpdate,
  addHeating,
  removeHeating,
  chargeLinkChange,
  historicalData,
  meteringPoint,
  closeDown
]

/** Every state that a process may be in. */
export const processStates: ReadonlyArray<string> = [
  ...new Set(processDefinitions.flatMap(({ states }) => Object.keys(states)))
].sort()

const byName: ReadonlyMap<string, ProcessDefinition> = new Map(
  processDefinitions.map((definition) => [`${definition.kind}/${definition.role}`, definition])
)

/** The definition of a process from one side; `undefined` when there is no such side. */
export const findDefinition = (kind: ProcessKind, role: ProcessRole): ProcessDefinition | undefined =>
  byName.get(`${kind}/${role}`)

/** The definition of a process that was opened. */
export const definitionOf = ({
  kind,
  role
}: {
  readonly kind: ProcessKind
  readonly role: ProcessRole
}): ProcessDefinition => {
  const definition = findDefinition(kind, role)
  if (definition === undefined) throw new RangeError(`There is no process ${kind} as ${role}`)
  return definition
}
