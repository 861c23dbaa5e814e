import { type CimHeader, datahub, documentTypes, type Instant } from "@datahub-settlement/core"

/** What a document says of itself. */
export interface HeaderFields {
  readonly messageId: string
  readonly createdAt: Instant
  readonly receiver: string
  readonly processType: string
  readonly document: keyof typeof documentTypes
  /** DGL measurements and aggregations, DDZ all else. */
  readonly role: "DGL" | "DDZ"
  readonly reasonCode?: "A01" | "A02" | undefined
}

const SUPPLIER = "DDQ"

/** The header of a document from DataHub to a supplier. */
export const headerFrom = (fields: HeaderFields): CimHeader => ({
  messageId: fields.messageId,
  createdAt: fields.createdAt,
  processType: fields.processType,
  type: documentTypes[fields.document],
  sender: { id: datahub, role: fields.role },
  receiver: { id: fields.receiver, role: SUPPLIER },
  ...(fields.reasonCode === undefined ? {} : { reasonCode: fields.reasonCode })
})

const text = new TextEncoder()

/** JSON as bytes. */
export const bytesOfJson = (json: unknown): Uint8Array => text.encode(JSON.stringify(json))
