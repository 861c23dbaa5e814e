/** Every point plain and hourly, the job that the targets are set for; or what a real portfolio looks like. */
export type Mix = (typeof mixes)[number]

export const mixes = ["plain", "real"] as const

/** Months that a world can have: a year, with which what electric heating looks back at ends. */
export const MONTHS_MAX = 12
