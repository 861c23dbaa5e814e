import type { WaitingPlace } from "../processes/index.ts"

const NEVER = "never"

/**
 * Where a list of open tasks goes on, as text that stands in an address: what `openTaskPage` gave as `next`.
 *
 * @example
 * import { taskCursorOf } from "@datahub-settlement/core"
 *
 * taskCursorOf({ until: Number.POSITIVE_INFINITY, openedAt: 1746432000000, id: "p-1" }) // => "never.1746432000000.p-1"
 */
export const taskCursorOf = ({ id, openedAt, until }: WaitingPlace): string =>
  `${until === Number.POSITIVE_INFINITY ? NEVER : until}.${openedAt}.${id}`

/**
 * The place that such a text means; `undefined` when it is none.
 *
 * @example
 * import { placeOfTaskCursor } from "@datahub-settlement/core"
 *
 * placeOfTaskCursor("1746432000000.1746432000000.p-1")?.id // => "p-1"
 * placeOfTaskCursor("p-1") // => undefined
 */
export const placeOfTaskCursor = (cursor: string): WaitingPlace | undefined => {
  const [, until, openedAt, id] = /^(never|\d{1,15})\.(\d{1,15})\.(.+)$/.exec(cursor) ?? []
  return until === undefined || openedAt === undefined || id === undefined
    ? undefined
    : { until: until === NEVER ? Number.POSITIVE_INFINITY : Number(until), openedAt: Number(openedAt), id }
}
