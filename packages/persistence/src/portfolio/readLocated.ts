import type { LocatedPoint, Place } from "@datahub-settlement/core"
import type { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Database } from "../database/Database.ts"

/** Points by the address of the version that holds last; the indexes are those of the migration "located". */
export const readLocated = (
  { sql }: Database["Service"],
  place: Place
): Effect.Effect<ReadonlyArray<LocatedPoint>, SqlError.SqlError> => sql<LocatedPoint>`
    SELECT point.gsrn, point.master_data->'address' AS address
    FROM portfolio.metering_point AS point
    WHERE ${
      "addressId" in place
        ? sql`point.master_data->'address'->>'addressId' = ${place.addressId}`
        : sql`point.master_data->'address'->>'postalCode' = ${place.postalCode}`
    }
      AND point.superseded_at IS NULL AND point.metering_point_type = 'E17' AND point.parent_gsrn IS NULL
      AND NOT EXISTS (
        SELECT FROM portfolio.metering_point AS later
        WHERE later.gsrn = point.gsrn AND later.superseded_at IS NULL AND later.valid_from > point.valid_from
      )
    ORDER BY point.gsrn`
