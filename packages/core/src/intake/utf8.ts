/** What every JavaScript runtime has and no library of ECMAScript itself declares. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean }
) => { readonly decode: (bytes: Uint8Array) => string }
declare const TextEncoder: new () => { readonly encode: (text: string) => Uint8Array }

const decoder = new TextDecoder("utf-8", { fatal: true })
const encoder = new TextEncoder()

/** The text of UTF-8 bytes; `undefined` when they are none. A byte order mark is left out. */
export const textOfUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

export const utf8Of = (text: string): Uint8Array => encoder.encode(text)
