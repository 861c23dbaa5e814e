import type { ProcessKind, ProcessRole } from "./ProcessKind.ts"

/** Which processes a document of a process type belongs to, by metering point. */
export interface Route {
  readonly kind: ProcessKind
  readonly role: ProcessRole
  /** Where there is none at work, one is opened: the document is the beginning. */
  readonly opens?: true
  /** Only the process of the effective date that the document names. */
  readonly byDate?: true
  /** It takes what comes on whichever date, also while it rests. */
  readonly lasting?: true
  /** There may be several at work, for different charges: what comes belongs to each. */
  readonly several?: true
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
const linking: Route = { kind: "chargeLinks", role: "requesting", several: true }
/** What the metering point itself is: one that is told of is followed, and a change of it begins to be. */
const point: Route = { kind: "meteringPoint", role: "current", lasting: true }
const changed: Route = { ...point, opens: true }

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
    D14: [gaining, arriving, ending, removing, changed],
    D34: corrected,
    D35: corrected,
    D39: [gaining, arriving],
    D40: [changed],
    D41: [ending],
    D46: [gaining, ending]
  },
  masterData: {
    ...Object.fromEntries(Object.entries(withProcess).map(([type, some]) => [type, [...some, point]])),
    E02: [adding, changed],
    E32: [changed],
    D15: [{ ...gaining, lasting: true }, { ...arriving, lasting: true }, changed],
    E79: [changed]
  },
  customerData: withProcess,
  chargeLinks: {
    ...withProcess,
    E02: [adding, point],
    E32: [point],
    D17: [adding, removing, linking, point],
    D20: [adding, removing]
  },
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

/** A close-down ends a supply of ours; where we only planned one, that plan is all that falls away. */
export const closeDownRoute: Route = { kind: "closeDown", role: "current", opens: true }
