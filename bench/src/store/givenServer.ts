/** The server that is to be used instead of an embedded one. */
export const givenServer = (): string | undefined => process.env["BENCH_DATABASE_URL"]
