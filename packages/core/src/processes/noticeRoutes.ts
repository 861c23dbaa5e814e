import type { ProcessKind, ProcessRole } from "./ProcessKind.ts"

/** Which processes a document of a process type belongs to, by metering point. */
export interface Route {
  readonly kind: ProcessKind
  readonly role: ProcessRole
  /** Where there is none at work, one is opened: the document is the beginning. */
  readonly opens?: true
  /** Only the process of the effective date that the document names. */
  readonly byDate?: true
  /** Documents of a child point belong to it as well. All others look at the metering point itself alone. */
  readonly ofChildren?: true
}

/** What comes without referring to a request of ours. */
export type UnaskedDocument = "notice" | "masterData" | "customerData" | "chargeLinks" | "resumptionRequested"

type Routes = Readonly<Record<string, ReadonlyArray<Route>>>

const gaining: Route = { kind: "changeOfSupplier", role: "gaining" }
const losing: Route = { kind: "changeOfSupplier", role: "losing", opens: true }
const ending: Route = { kind: "endOfSupply", role: "current" }
const arriving: Route = { kind: "moveIn", role: "new" }
const transferred: Route = { kind: "forcedSwitch", role: "new" }
const corrected: ReadonlyArray<Route> = [
  { kind: "erroneousSwitch", role: "current", byDate: true },
  { kind: "erroneousMove", role: "reporting", byDate: true }
]
const adding: Route = { kind: "electricHeating", role: "adding", ofChildren: true }
const removing: Route = { kind: "electricHeating", role: "removing", ofChildren: true }

/** Master data, customer and links that come with a process. */
const withProcess: Routes = {
  E03: [gaining],
  E65: [arriving],
  D29: [arriving],
  D07: [{ kind: "erroneousSwitch", role: "previous" }],
  D33: [{ kind: "erroneousMove", role: "previous" }],
  D31: [transferred],
  E0G: [{ kind: "erroneousMove", role: "previous" }]
}

/**
 * RSM-004 by its process type. E01, E65 and D31 go to one side or the other, which depends on what we supply:
 * `processFor` decides.
 */
export const routes: Readonly<Record<UnaskedDocument, Routes>> = {
  notice: {
    E03: [losing, ending],
    E20: [ending, gaining, removing],
    D11: [gaining],
    D14: [gaining, arriving, ending, removing],
    D34: corrected,
    D35: corrected,
    D39: [gaining, arriving],
    D41: [ending],
    D46: [gaining, ending]
  },
  masterData: { ...withProcess, E02: [adding] },
  customerData: withProcess,
  chargeLinks: { ...withProcess, E02: [adding], D17: [adding, removing], D20: [adding, removing] },
  resumptionRequested: {
    D07: [{ kind: "erroneousSwitch", role: "previous", opens: true }],
    D33: [{ kind: "erroneousMove", role: "previous", opens: true }]
  }
}

/** A start of ours that another move takes the place of, and the supply that a move ends. */
export const moveRoutes = {
  planned: [gaining, arriving],
  supplying: { kind: "moveIn", role: "previous", opens: true } satisfies Route,
  crossed: [ending, { kind: "moveOut", role: "current" } satisfies Route]
} as const satisfies { readonly [side: string]: Route | ReadonlyArray<Route> }

/** The two sides of a transfer. */
export const transferRoutes = {
  toUs: { kind: "forcedSwitch", role: "new", opens: true } satisfies Route,
  fromUs: { kind: "forcedSwitch", role: "losing", opens: true } satisfies Route,
  crossed: [ending]
} as const
