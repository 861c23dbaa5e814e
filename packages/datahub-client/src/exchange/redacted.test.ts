import { expect, it } from "@effect/vitest"
import { withoutSecrets } from "./redacted.ts"

it.each([
  ["nothing to hide", [], "nothing to hide"],
  ["nothing to hide", [""], "nothing to hide"],
  ["Bearer abc, abc", ["abc"], "Bearer <redacted>, <redacted>"],
  // One secret may be the beginning of another.
  ["abcd ab", ["ab", "abcd"], "<redacted> <redacted>"],
  ["secret=a%2Fb+c&x", ["a/b c"], "secret=<redacted>&x"],
  ["/a%2Fb%20c/", ["a/b c"], "/<redacted>/"],
  [String.raw`{"s":"a\"b"}`, ['a"b'], '{"s":"<redacted>"}'],
  ["$& costs", ["costs"], "$& <redacted>"]
])("%j without %j", (text, secrets, expected) => {
  expect(withoutSecrets(text, secrets)).toBe(expected)
})
