/** A call as the simulator sees it. */
export interface Call {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
  /** The body was longer than it may be, and was not kept. */
  readonly isTooLarge: boolean
}

/** What a call is answered with. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: Uint8Array | undefined
  readonly contentType?: string | undefined
  /** Real milliseconds that the answer takes. */
  readonly delayMs?: number | undefined
  /** The connection ends before the answer does: half of the body is sent, or nothing when there is none. */
  readonly isCut?: boolean | undefined
}

const text = new TextEncoder()

export const jsonAnswer = (status: number, value: unknown): Answer => ({
  status,
  contentType: "application/json; charset=utf-8",
  body: text.encode(JSON.stringify(value))
})

export const textAnswer = (status: number, body: string): Answer => ({
  status,
  contentType: "text/plain; charset=utf-8",
  body: text.encode(body)
})

export const linesAnswer = (values: ReadonlyArray<unknown>): Answer => ({
  status: 200,
  contentType: "application/x-ndjson; charset=utf-8",
  body: text.encode(values.map((value) => `${JSON.stringify(value)}\n`).join(""))
})

export const emptyAnswer = (status: number, headers?: Readonly<Record<string, string>>): Answer => ({ status, headers })
