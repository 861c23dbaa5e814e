import type { RequestIssue } from "../RequestRefused.ts"

/** Three digits, where there is one. */
export const gridAreaIssues = (gridArea: string | undefined, process: string): ReadonlyArray<RequestIssue> =>
  gridArea === undefined || /^\d{3}$/.test(gridArea)
    ? []
    : [{ field: "gridArea", reason: `must be 3 digits, got "${gridArea}"`, rule: `${process} E86` }]

/** A code that must be one of a list. */
export const codeIssues = (
  field: string,
  code: string | undefined,
  known: ReadonlyArray<string>,
  rule: string
): ReadonlyArray<RequestIssue> =>
  code === undefined || known.includes(code)
    ? []
    : [{ field, reason: `must be ${known.join(", ")}, got "${code}"`, rule }]

/** D01, D02 or D03 says which correction run is meant; no other run has versions. */
export const settlementVersionIssues = (
  { processType, settlementVersion }: { readonly processType: string; readonly settlementVersion?: string | undefined },
  process: string
): ReadonlyArray<RequestIssue> => {
  const field = "settlementVersion"
  const rule = `${process} E86`
  return [
    ...codeIssues(field, settlementVersion, ["D01", "D02", "D03"], rule),
    ...(settlementVersion === undefined || processType === "D32"
      ? []
      : [{ field, reason: `only correction settlement (D32) has versions, not ${processType}`, rule }])
  ]
}
