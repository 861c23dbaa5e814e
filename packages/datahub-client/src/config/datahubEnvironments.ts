/** What is publicly known of one of DataHub's installations. */
export interface DatahubEnvironment {
  /** Scheme and host. */
  readonly baseUrl: string
  /** Directory in which tokens are issued. */
  readonly tenantId: string
  /** As it is sent to the token endpoint. */
  readonly scope: string
}

/**
 * Where DataHub has been seen. These are not promises: hosts, tenants and scopes change, so that all of them are
 * configuration, and Energinet's letter with your credentials goes before this list. All **E**: other sources of
 * Energinet than DataHub's own code.
 *
 * @example
 * import { datahubEnvironments, tokenUrlOf } from "@datahub-settlement/datahub-client"
 *
 * const { baseUrl, tenantId } = datahubEnvironments.preproduction
 * baseUrl // => "https://preprod.b2b.datahub3.dk"
 * tokenUrlOf(tenantId).startsWith("https://login.microsoftonline.com/20e7a6b4-") // => true
 */
export const datahubEnvironments: {
  readonly preproduction: DatahubEnvironment
  readonly production: DatahubEnvironment
} = {
  preproduction: {
    baseUrl: "https://preprod.b2b.datahub3.dk",
    tenantId: "20e7a6b4-86e0-4e7a-a34d-6dc5a75d1982",
    scope: "65877f1b-1aef-42b3-adc7-3009608f27a3/.default"
  },
  production: {
    // Third parties write `b2b.datahub3.dk`.
    baseUrl: "https://prod.b2b.datahub3.dk",
    tenantId: "4b8c3f88-6cca-480c-af02-b2d2f220913f",
    scope: "336add08-dc41-44ba-abaa-bbd856c01390/.default"
  }
}

/** Microsoft's token endpoint (OAuth 2.0, client credentials) of a tenant. */
export const tokenUrlOf = (tenantId: string): string =>
  `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`
