import { readerOf } from "../../src/intake/documentReaders.ts"
import { decoders } from "../../src/messages/decodeDocument.ts"
import * as Messages from "../../src/messages/index.ts"

type Name = keyof typeof Messages.rsmNumbers

/** The builders of each document, and what writes it. */
const writers: Partial<Readonly<Record<Name, { readonly built?: string; readonly encoded?: string }>>> = {
  AccountingPointCharacteristics: { encoded: "encodeMasterData" },
  Acknowledgement: { encoded: "encodeAcknowledgement" },
  CharacteristicsOfACustomerAtAnAP: { encoded: "encodeCustomerData" },
  ConfirmRequestReallocateChangeOfSupplier: { built: "buildReallocateAnswer", encoded: "encodeRequestAnswer" },
  GenericNotification: { encoded: "encodeGenericNotification" },
  NotifyAggregatedMeasureData: { encoded: "encodeAggregatedData" },
  NotifyBillingMasterData: { encoded: "encodeChargeLinks" },
  NotifyCancellation: { encoded: "encodeCancellationNotice" },
  NotifyPriceList: { encoded: "encodeChargeInformation, encodeChargePrices" },
  NotifyValidatedMeasureData: { encoded: "encodeMeasureData" },
  NotifyWholesaleServices: { encoded: "encodeWholesaleServices" },
  RejectRequestReallocateChangeOfSupplier: { built: "buildReallocateAnswer", encoded: "encodeRequestAnswer" },
  ReminderOfMissingMeasureData: { encoded: "encodeMissingReadingsReminder" },
  RequestAggregatedMeasureData: { built: "buildAggregatedDataRequest", encoded: "encodeAggregatedDataRequest" },
  RequestCancellation: { built: "buildCancellation", encoded: "encodeCancellationRequest" },
  RequestChangeBillingMasterData: { built: "buildChargeLinkChange", encoded: "encodeChargeLinkRequest" },
  RequestChangeCustomerCharacteristics: { built: "buildCustomerData", encoded: "encodeCustomerDataRequest" },
  RequestChangeOfSupplier: { built: "buildChangeOfSupplier, buildMoveIn", encoded: "encodeChangeOfSupplierRequest" },
  RequestEndOfSupply: { built: "buildEndOfSupply, buildMoveOut, buildBrs011", encoded: "encodeEndOfSupplyRequest" },
  RequestReallocateChangeOfSupplier: {
    built: "buildErroneousSwitch, buildBrs011",
    encoded: "encodeReallocationRequest"
  },
  RequestValidatedMeasureData: { built: "buildHistoricalDataRequest", encoded: "encodeMeasureDataRequest" },
  RequestWholesaleSettlement: { built: "buildWholesaleRequest", encoded: "encodeWholesaleRequest" }
}

/** What intake records of a document, in words. */
const recorded: Partial<Readonly<Record<Name, string>>> = {
  Acknowledgement: "kept, its reasons noted",
  ReminderOfMissingMeasureData: "kept",
  AccountingPointCharacteristics: "master data and supply → portfolio",
  CharacteristicsOfACustomerAtAnAP: "customer → portfolio",
  GenericNotification: "begin or end of supply → portfolio",
  NotifyBillingMasterData: "links → portfolio",
  NotifyPriceList: "charges and prices → charges",
  NotifyValidatedMeasureData: "readings → ledger; what changes settled time → corrections"
}

const byName: Partial<Readonly<Record<Name, { readonly name: string }>>> = decoders

const decoderOf = (name: Name): string | undefined =>
  (Messages.isAnswerName(name) ? Messages.decodeRequestAnswer : byName[name])?.name

const encoderOf = (name: Name): string | undefined =>
  writers[name]?.encoded ?? (Messages.isAnswerName(name) ? Messages.encodeRequestAnswer.name : undefined)

const cell = (names: string | undefined): string =>
  names === undefined
    ? ""
    : names
        .split(", ")
        .map((name) => `\`${name}\``)
        .join(", ")

const intakeOf = (name: Name): string =>
  recorded[name] ?? (readerOf(name) === undefined ? "kept, header read" : "kept, told to its process")

const rows = (Object.keys(Messages.rsmNumbers) as ReadonlyArray<Name>).map(
  (name) =>
    `| ${Messages.rsmNumbers[name].slice(4)} | \`${name}\` | ${cell(decoderOf(name))} | ${cell(encoderOf(name))} | ${cell(writers[name]?.built)} | ${intakeOf(name)} |`
)

/** Every function that the table names. */
export const namedFunctions: ReadonlySet<string> = new Set(
  rows.flatMap((row) => [...row.matchAll(/`((?:decode|encode|build)\w+)`/g)].map((match) => match[1]!))
)

/** The page about documents. */
export const documentsPage = (): string => `# Documents

Every document of DataHub by its root key (without \`_MarketDocument\`), and what there is for it. \`decodeDocument\` (or
\`CimParser\`, method \`document\`) reads any of them and says which it is; a decoder alone reads its own. An encoder writes
what its decoder reads. A builder makes a document of ours from a draft, or refuses with every rule that the draft breaks.

The last column is what \`handleMessage\` does when one comes. What is *kept* is stored as it came and listed by the host's
\`messages\`; a document that cannot be read, or that is for somebody else, becomes a dead letter with its reason.

| RSM | document | decoded by | encoded by | built by | when it comes |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

The type codes of the documents stand in \`documentTypes\`. Which of RSM-003 and RSM-005 reports a wrong move is not verified:
\`correctionForms\` says, and \`IntakeSettings\` (in the host \`DATAHUB_CORRECTION_FORMS\`) may say otherwise.
`
