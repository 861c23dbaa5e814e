/**
 * GS1 check digit: from the right, leaving the check digit out, weights 3, 1, 3, 1 …; the digit that brings the
 * weighted sum to the next multiple of ten. It closes every GLN (13 digits) and GSRN (18 digits).
 */
export const checkDigit = (digitsBeforeCheck: string): number => {
  let sum = 0
  for (let i = digitsBeforeCheck.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) {
    sum += (digitsBeforeCheck.charCodeAt(i) - 48) * weight
  }
  return (10 - (sum % 10)) % 10
}

/** Why `text` is not a GS1 number of `length` digits, or `undefined` when it is one. */
export const gs1Fault = (name: string, length: number, text: string): string | undefined => {
  if (text.length !== length || !/^\d+$/.test(text)) return `${name} must be ${length} digits, got "${text}"`
  const expected = checkDigit(text.slice(0, -1))
  const actual = text.charCodeAt(length - 1) - 48
  return expected === actual ? undefined : `${name} ${text} has check digit ${actual}, expected ${expected}`
}
