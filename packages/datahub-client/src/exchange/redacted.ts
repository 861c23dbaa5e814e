/**
 * Text without our secrets: servers and proxies have been seen to send back what they were sent. Each secret is also
 * looked for as a form (`application/x-www-form-urlencoded`) or a JSON text would carry it.
 */
export const withoutSecrets = (text: string, secrets: ReadonlyArray<string>): string =>
  secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ s: secret }).toString().slice("s=".length),
      JSON.stringify(secret).slice(1, -1)
    ])
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "<redacted>"), text)
