/** What came of a run. */
export interface ChaosReport {
  readonly seed: number
  readonly seconds: number
  /** Messages that the simulator had in its queues, those of faults included. */
  readonly messages: number
  /** How often they were given out by a peek. */
  readonly deliveries: number
  /** How often a host met one that it knew. */
  readonly knownBefore: number
  /** Hosts and databases killed. */
  readonly kills: number
  readonly hostKills: number
  readonly databaseKills: number
  /** Hosts that were started while the database was away. */
  readonly awayStarts: number
  /** Hosts that ended though nobody had killed or stopped them; none may. */
  readonly hostsEnded: number
  /** Faults that calls met, and faults of messages. */
  readonly faults: number
  readonly faultsByKind: Readonly<Record<string, number>>
  readonly lost: number
  readonly doubled: number
  readonly deadLettered: number
  /** Whether everything recorded is what it is without faults and kills, and what the simulator says. */
  readonly ledgerEqual: boolean
  /** How many entries that was. */
  readonly compared: number
  /** What customers are agreed to pay in advance, and what was reckoned of it for each period. */
  readonly plans: number
  readonly shares: number
  /** All that is wrong, a line each. */
  readonly wrong: ReadonlyArray<string>
}

const WRONG_LINES_MAX = 100

/** One JSON object; what is wrong is told apart from it. */
export const jsonText = ({ wrong: _wrong, ...figures }: ChaosReport): string => JSON.stringify(figures)

/** Figures for people. */
export const summaryText = (report: ChaosReport): string => {
  const byKind = Object.entries(report.faultsByKind).map(([kind, count]) => `${kind} × ${count}`)
  return [
    `${report.messages} messages, given out ${report.deliveries} times, ${report.knownBefore} times known before`,
    `${report.kills} kills: ${report.hostKills} of hosts and ${report.databaseKills} of the database`,
    `${report.awayStarts} hosts started without a database, ${report.hostsEnded} hosts ended by themselves`,
    `${report.faults} faults: ${byKind.join(", ")}`,
    `lost ${report.lost}, doubled ${report.doubled}, dead letters ${report.deadLettered}`,
    `${report.plans} plans of payment in advance, ${report.shares} shares of them`,
    `${report.compared} entries compared: ${report.ledgerEqual ? "equal" : "NOT EQUAL"}`,
    `seed ${report.seed}, ${report.seconds} s: ${report.wrong.length === 0 ? "nothing lost, nothing doubled" : "WRONG"}`
  ].join("\n")
}

/** What is wrong, as far as anyone reads. */
export const wrongText = ({ wrong }: ChaosReport): string => {
  const more = wrong.length - WRONG_LINES_MAX
  return [...wrong.slice(0, WRONG_LINES_MAX), ...(more > 0 ? [`… and ${more} more`] : [])].join("\n")
}
