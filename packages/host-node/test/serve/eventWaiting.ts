/** Things that happen, and whoever waits for one of them: tests wait for events, not for time. */
export class Happenings<A> {
  readonly all: Array<A> = []
  private readonly waiting = new Set<() => void>()

  add(one: A): void {
    this.all.push(one)
    for (const look of this.waiting) look()
  }

  /** The first that meets a condition, also of those that have happened; `what` is told when none comes in time. */
  first(what: string, meets: (one: A) => boolean, withinMs = 300_000): Promise<A> {
    return new Promise((resolve, reject) => {
      let seen = 0
      const timer = setTimeout(() => {
        this.waiting.delete(look)
        reject(
          new Error(`${what} did not happen within ${withinMs} ms; what did: ${JSON.stringify(this.all.slice(-20))}`)
        )
      }, withinMs)
      const look = (): void => {
        for (; seen < this.all.length; seen++) {
          if (!meets(this.all[seen]!)) continue
          clearTimeout(timer)
          this.waiting.delete(look)
          return resolve(this.all[seen]!)
        }
      }
      this.waiting.add(look)
      look()
    })
  }

  count(meets: (one: A) => boolean): number {
    return this.all.filter(meets).length
  }
}
