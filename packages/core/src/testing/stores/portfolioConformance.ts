import { concernedPointCases } from "./concernedPointCases.ts"
import type { PortfolioCase } from "./portfolioCases.ts"
import { portfolioVersionCases } from "./portfolioVersionCases.ts"
import { suppliedHeatingCases } from "./suppliedHeatingCases.ts"
import { suppliedPointCases } from "./suppliedPointCases.ts"

/** What every adapter of `Portfolio` must do. */
export const portfolioConformance: ReadonlyArray<PortfolioCase> = [
  ...portfolioVersionCases,
  ...suppliedPointCases,
  ...suppliedHeatingCases,
  ...concernedPointCases
]
