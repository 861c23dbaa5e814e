/** What the logs of all hosts have said, for as long as a run goes on. */
export interface HostLog {
  readonly add: (line: string) => void
  /** How often each message was told to be handled, by its id; `known before` is not handling. */
  readonly handled: ReadonlyMap<string, number>
  /** Messages that were met a second time, and known. */
  readonly knownBefore: () => number
  /** Lines in which the host says that it met a fault of its own. */
  readonly faults: ReadonlyArray<string>
}

const HANDLED = /^\S+: message (\S+) (applied|stored|dead letter|known before)/

const KEPT_MAX = 50

export const makeHostLog = (): HostLog => {
  const handled = new Map<string, number>()
  const faults: Array<string> = []
  let known = 0
  return {
    add: (line) => {
      const message = messageOf(line)
      const [, messageId, outcome] = HANDLED.exec(message) ?? []
      if (outcome === "known before") known += 1
      else if (messageId !== undefined) handled.set(messageId, (handled.get(messageId) ?? 0) + 1)
      if (/please report it/.test(message) && faults.length < KEPT_MAX) faults.push(line)
    },
    handled,
    knownBefore: () => known,
    faults
  }
}

/** The text of a JSON line; any other line as it is. */
const messageOf = (line: string): string => {
  try {
    const { message } = JSON.parse(line) as { readonly message: unknown }
    return Array.isArray(message) ? message.join(" ") : String(message)
  } catch {
    return line
  }
}
