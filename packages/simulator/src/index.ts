export { defaultClient, makeSimulator, type Simulator, type SimulatorOptions, SimulatorRefused } from "./Simulator.ts"
export type { SimulatorState } from "./admin/powers.ts"
export type { BrokenKind } from "./queues/brokenBody.ts"
export type { HttpFault, HttpFaultKind, Operation } from "./faults/HttpFaults.ts"
export {
  type RandomFaultKind,
  randomFaultKinds,
  type RandomFaultOptions,
  recoverableFaults
} from "./faults/RandomFaults.ts"
export type { SimulatorClient } from "./http/tokens.ts"
export type { FaultLine, JournalLine, MessageLine } from "./queues/journal.ts"
export type { QueueName } from "./queues/QueueName.ts"
export type { Cast } from "./Simulation.ts"
export type { ActorPoint } from "./world/actorPoints.ts"
export type { TruthQuery, TruthRow } from "./world/truth.ts"
