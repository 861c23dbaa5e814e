/** The seed of a test's random moments, the same in every run unless `TEST_SEED` is another. Tests show it in their names. */
export const testSeed = (): number => Number(process.env["TEST_SEED"])
