import type { AnsweredRequest, ProcessEventKind, ProcessKind } from "@datahub-settlement/core"

const words = (text: string): ReadonlyArray<string> => text.split(" ")

/** What a process is asked for with, the process type of its answers, and every code that it is refused with. */
export interface Answered {
  readonly request: AnsweredRequest
  readonly processType: string
  readonly codes: ReadonlyArray<string>
}

/** The codes that the process descriptions list, by process. */
export const requestsOf: Readonly<Record<ProcessKind, Answered | undefined>> = {
  changeOfSupplier: {
    request: "RequestChangeOfSupplier",
    processType: "E03",
    codes: words("E10 D18 E22 D16 E16 E17 D17 D07")
  },
  moveIn: {
    request: "RequestChangeOfSupplier",
    processType: "E65",
    codes: words("E10 D16 E16 E17 D17 D07 D18 D03 D54 E18")
  },
  endOfSupply: { request: "RequestEndOfSupply", processType: "E20", codes: words("E10 E16 E17 D18 D16 E22") },
  moveOut: { request: "RequestEndOfSupply", processType: "E66", codes: words("E16 E10 E17 D07 D18 D16") },
  customerData: {
    request: "RequestChangeCustomerCharacteristics",
    processType: "E34",
    codes: words("E10 D18 E16 D16 E17 D17 D03 D40 E22 D51 D30")
  },
  electricHeating: {
    request: "RequestChangeCustomerCharacteristics",
    processType: "D20",
    codes: words("E10 D18 E16 D16 E17 E50")
  },
  chargeLinks: {
    request: "RequestChangeBillingMasterData",
    processType: "D17",
    codes: words("E10 D18 E16 E0I D26 D14 D16 E17 E50 E22")
  },
  erroneousSwitch: {
    request: "RequestReallocateChangeOfSupplier",
    processType: "D07",
    codes: words("E10 E16 E17 E22 D29")
  },
  erroneousMove: { request: "RequestEndOfSupply", processType: "D33", codes: words("E10 E16 E17 E22 D29") },
  dataRequest: {
    request: "RequestValidatedMeasureData",
    processType: "E23",
    codes: words("E10 E16 E0H E50 E0I D26 D73 D18 D66 D64 E86 D11")
  },
  forcedSwitch: undefined,
  meteringPoint: undefined,
  closeDown: undefined
}

/** What else is sent in the course of a process, and answered. */
export const requestsWithin: Partial<Readonly<Record<ProcessEventKind, Answered>>> = {
  cancellationSent: { request: "RequestCancellation", processType: "E03", codes: words("E10 D05 E16 E17 D40 D06") },
  customerDataSent: {
    request: "RequestChangeCustomerCharacteristics",
    processType: "E03",
    codes: words("E10 D18 E16 D16 E17 D17 D03 D40 E22 D51 D30")
  },
  serviceRequestSent: {
    request: "RequestService",
    processType: "E20",
    codes: words("E10 E16 D27 D39 D20 D28 D41 D42 D43 D44 D45 D58")
  }
}
