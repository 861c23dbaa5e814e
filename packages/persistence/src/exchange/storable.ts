/** Text as PostgreSQL can keep it: it has no NUL character, and what came from outside may. */
export const storable = (text: string): string => text.replaceAll("\u0000", "\uFFFD")

/** The same for text that may be missing. */
export const storableOrNull = (text: string | undefined): string | null => (text === undefined ? null : storable(text))

/** An instant as a parameter. */
export const timeOrNull = (instant: number | undefined): Date | null =>
  instant === undefined ? null : new Date(instant)

/** Plain bytes: what node-postgres gives has methods of its own. */
export const plainBytes = ({ buffer, byteLength, byteOffset }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)
