/** Ways in which a body can be broken. */
export type BrokenKind = "invalid-json" | "wrong-shape" | "truncated" | "wrong-charset" | "too-large"

export const brokenKinds: ReadonlyArray<BrokenKind> = [
  "invalid-json",
  "wrong-shape",
  "truncated",
  "wrong-charset",
  "too-large"
]

/** A body that is too large is this long: more than DataHub's own 50 MB and more than a client should take (64 MiB). */
export const TOO_LARGE_BYTES = 68 * 1024 * 1024

const text = new TextEncoder()
const BRACE = 0x7b

/** A body spoiled in one way. What it said before cannot be read out of it any more. */
export const brokenBody = (kind: BrokenKind, body: Uint8Array): Uint8Array => breaking[kind](body)

const breaking: Readonly<Record<BrokenKind, (body: Uint8Array) => Uint8Array>> = {
  // A brace too many at the end of the header makes no parser happy.
  "invalid-json": (body) => joined(body.subarray(0, Math.max(1, body.length - 1)), text.encode("}}]")),
  // Still JSON, and still one document by its root key; but its content is not what the key promises.
  "wrong-shape": (body) => text.encode(`{"${rootKeyOf(body)}":{"mRID":7,"Series":{},"MktActivityRecord":{}}}`),
  truncated: (body) => body.slice(0, body.length >> 1),
  // The bytes of æøå in ISO 8859-1, which are no UTF-8, in a text of their own.
  "wrong-charset": (body) => {
    const header = body.indexOf(BRACE, 1) + 1
    const note = joined(text.encode('"note":"'), Uint8Array.of(0xe6, 0xf8, 0xe5), text.encode('",'))
    return joined(body.subarray(0, header), note, body.subarray(header))
  },
  "too-large": (body) => {
    const large = new Uint8Array(Math.max(TOO_LARGE_BYTES, body.length)).fill(0x20)
    large.set(body)
    return large
  }
}

const rootKeyOf = (body: Uint8Array): string =>
  /"([A-Za-z]+_MarketDocument)"/.exec(new TextDecoder().decode(body.subarray(0, 200)))?.[1] ??
  "NotifyValidatedMeasureData_MarketDocument"

const joined = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
