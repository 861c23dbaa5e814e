import { concernedPointCases } from "./concernedPointCases.ts"
import { locatedPointCases } from "./locatedPointCases.ts"
import type { PortfolioCase } from "./portfolioCases.ts"
import { portfolioPointCases } from "./portfolioPointCases.ts"
import { portfolioVersionCases } from "./portfolioVersionCases.ts"
import { suppliedHeatingCases } from "./suppliedHeatingCases.ts"
import { suppliedPointCases } from "./suppliedPointCases.ts"

/** What every adapter of `Portfolio` must do. */
export const portfolioConformance: ReadonlyArray<PortfolioCase> = [
  ...portfolioVersionCases,
  ...portfolioPointCases,
  ...suppliedPointCases,
  ...suppliedHeatingCases,
  ...concernedPointCases,
  ...locatedPointCases
]
