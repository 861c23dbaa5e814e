import { Cause, Clock, type Context, Data, Effect, Exit, Layer, Scope } from "effect"
import { clockTelling } from "@datahub-settlement/core/testing"
import { type CrashPlan, Crashes } from "./Crashes.ts"
import { type Around, aroundCalls, type Ports } from "./ports.ts"

/** Where a system keeps what it knows. */
export interface Storage {
  /** An empty one. */
  readonly open: Layer.Layer<Ports>
  /** Whether a transaction that fails leaves nothing behind in any port. */
  readonly hasTransactions: boolean
}

/** Something that the program did not do as it says. */
export class SystemFailed extends Data.TaggedError("SystemFailed")<{ readonly what: string }> {
  override get message(): string {
    return this.what
  }
}

/** Something that was done, and when. */
interface Done {
  readonly at: number
  readonly effect: Effect.Effect<unknown, unknown, Ports>
  readonly crash: CrashPlan | undefined
}

/** What came of something: an answer, or a crash and where. */
export type Came<A> = { readonly answer: A } | { readonly crashedAt: string }

/**
 * The program under test: the services of core on ports of which one call can fail. In memory a transaction that fails
 * takes nothing back of readings, portfolio and charges; there the system is built anew from all that was done and stayed.
 */
export class System {
  private readonly storage: Storage
  private readonly sabotage: Around | undefined
  private readonly crashes = new Crashes()
  private readonly done: Array<Done> = []
  private scope: Scope.Closeable | undefined = undefined
  private ports: Context.Context<Ports> | undefined = undefined
  private now = 0
  private readonly clock = clockTelling(() => this.now)
  /** Where the program crashed last. */
  lastCrash = ""

  constructor(storage: Storage, sabotage?: Around) {
    this.storage = storage
    this.sabotage = sabotage
  }

  setTime(now: number): void {
    this.now = now
  }

  /** Does something that may change what is known. */
  async act<A, E>(effect: Effect.Effect<A, E, Ports>, crash?: CrashPlan): Promise<Came<A>> {
    const exit = await this.play({ at: this.now, effect, crash })
    const happened = this.crashes.happened
    if (happened !== undefined) this.lastCrash = happened.call
    if (happened?.isInside === true && !this.storage.hasTransactions) await this.rebuild()
    else this.done.push({ at: this.now, effect, crash: happened === undefined ? undefined : crash })
    if (Exit.isSuccess(exit) && happened === undefined) return { answer: exit.value as A }
    if (happened !== undefined) return { crashedAt: happened.call }
    throw new SystemFailed({ what: Cause.pretty((exit as Exit.Failure<unknown, unknown>).cause) })
  }

  /** Looks at what is known. */
  async look<A, E>(effect: Effect.Effect<A, E, Ports>): Promise<A> {
    this.crashes.arm(undefined)
    const exit = await Effect.runPromiseExit(this.provided(effect, await this.opened()))
    if (Exit.isSuccess(exit)) return exit.value
    throw new SystemFailed({ what: Cause.pretty(exit.cause) })
  }

  async close(): Promise<void> {
    if (this.scope !== undefined) await Effect.runPromise(Scope.close(this.scope, Exit.void))
    this.scope = undefined
    this.ports = undefined
  }

  private async play({ crash, effect }: Done): Promise<Exit.Exit<unknown, unknown>> {
    const ports = await this.opened()
    this.crashes.arm(crash)
    return Effect.runPromiseExit(this.provided(effect, ports))
  }

  private async rebuild(): Promise<void> {
    const now = this.now
    await this.close()
    for (const one of this.done) {
      this.now = one.at
      await this.play(one)
    }
    this.now = now
  }

  private provided<A, E>(effect: Effect.Effect<A, E, Ports>, ports: Context.Context<Ports>): Effect.Effect<A, E> {
    return effect.pipe(Effect.provideContext(ports), Effect.provideService(Clock.Clock, this.clock))
  }

  private async opened(): Promise<Context.Context<Ports>> {
    if (this.ports !== undefined) return this.ports
    this.scope = await Effect.runPromise(Scope.make())
    const built = Layer.build(this.storage.open).pipe(Scope.provide(this.scope))
    const bare = await Effect.runPromise(built)
    const honest = this.sabotage === undefined ? bare : aroundCalls(bare, this.sabotage)
    this.ports = aroundCalls(honest, this.crashes.around)
    return this.ports
  }
}
