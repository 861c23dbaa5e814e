import * as fc from "fast-check"

/** The seed of this run, for every property whose check names none of its own; see `vitest.config.ts`. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env["TEST_SEED"]) })
