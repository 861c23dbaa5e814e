/** Parts of an actor's queue that can be peeked by themselves. */
export type QueueName = "measuredata" | "aggregations" | "masterdata"

export const queueNames: ReadonlyArray<QueueName> = ["measuredata", "aggregations", "masterdata"]

/** `timeseries` is the older name; names are compared without regard to case. `undefined` for a name DataHub has not. */
export const queueNamed = (category: string): QueueName | undefined => {
  const name = category.toLowerCase()
  return queueNames.find((queue) => queue === (name === "timeseries" ? "measuredata" : name))
}
