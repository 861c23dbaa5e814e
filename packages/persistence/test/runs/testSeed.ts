/** The seed of a test's random moments: `KILL_SEED`, else another one in every run. Tests show it in their names. */
export const testSeed = (): number => Number(process.env["KILL_SEED"] ?? Math.floor(Math.random() * 1_000_000))
