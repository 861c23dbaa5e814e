import type { Migration } from "./Migration.ts"

/** Looking metering points up by their address. */
export const located: Migration = {
  level: 10,
  name: "located",
  statements: `
CREATE INDEX metering_point_postal_code ON portfolio.metering_point ((master_data->'address'->>'postalCode'))
  WHERE superseded_at IS NULL AND metering_point_type = 'E17' AND parent_gsrn IS NULL;
CREATE INDEX metering_point_address ON portfolio.metering_point ((master_data->'address'->>'addressId'))
  WHERE superseded_at IS NULL AND metering_point_type = 'E17' AND parent_gsrn IS NULL;
`
}
