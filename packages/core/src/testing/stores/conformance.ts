import { Data, Effect } from "effect"

/** One thing that every adapter of a port must do, as a test that any runner can run. */
export interface ConformanceCase<Service> {
  readonly name: string
  /** Ends if the adapter does it, and fails if not. Cases share one store and keep out of each other's way. */
  readonly run: Effect.Effect<void, unknown, Service>
}

/** An adapter does not do what its port says. */
export class ConformanceFailure extends Data.TaggedError("ConformanceFailure")<{
  readonly what: string
  readonly actual: string
  readonly expected: string
}> {
  override get message(): string {
    return `${this.what}\n  expected ${this.expected}\n  actual   ${this.actual}`
  }
}

/** Data as text: absent values, the order of keys and the kind of array do not show; `NaN` and infinity do. */
export const plainText = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) return String(value)
    if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array)
    if (value instanceof Map) return Object.fromEntries(value)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  }) ?? "undefined"

/** Fails unless two pieces of data say the same. */
export const expectSame = (what: string, actual: unknown, expected: unknown): Effect.Effect<void, ConformanceFailure> =>
  Effect.suspend(() => {
    const texts = { actual: plainText(actual), expected: plainText(expected) }
    return texts.actual === texts.expected ? Effect.void : Effect.fail(new ConformanceFailure({ what, ...texts }))
  })

/** Fails unless an effect fails with an error of this tag, which it gives. */
export const expectFailure = <A, E extends { readonly _tag: string }, R, Tag extends E["_tag"]>(
  what: string,
  effect: Effect.Effect<A, E, R>,
  tag: Tag
): Effect.Effect<Extract<E, { readonly _tag: Tag }>, ConformanceFailure, R> =>
  Effect.matchEffect(effect, {
    onSuccess: (value) => Effect.fail(new ConformanceFailure({ what, actual: plainText(value), expected: tag })),
    onFailure: (error) =>
      error._tag === tag
        ? Effect.succeed(error as Extract<E, { readonly _tag: Tag }>)
        : Effect.fail(new ConformanceFailure({ what, actual: error._tag, expected: tag }))
  })
