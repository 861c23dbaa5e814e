import type { Migration } from "./Migration.ts"

/**
 * The metering ledger: one row is one registration of one metering point's local day, or of a part of it. Rows are only
 * ever added; the newest registration wins when they are read, and `recorded_at` says since when we know it.
 *
 * `quantities` are thousandths of the unit (Wh), one per interval from `first_interval` on. `qualities` holds one byte
 * per interval (the numbers of core's Quality); NULL says that all are measured, which nearly all are.
 */
export const metering: Migration = {
  level: 2,
  name: "metering",
  statements: `
CREATE TABLE metering.message (
  message_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id text NOT NULL UNIQUE,
  recorded_at timestamptz NOT NULL
);

-- TimescaleDB where it is loaded, native partitions where it is not. Nothing above this table knows the difference.
-- Only some roles may see what is preloaded; all see the settings that TimescaleDB brings when it is.
DO $migration$
DECLARE use_timescale boolean := EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')
  AND EXISTS (SELECT FROM pg_settings WHERE name LIKE 'timescaledb.%'
    OR name = 'shared_preload_libraries' AND setting LIKE '%timescaledb%');
BEGIN
  IF use_timescale THEN
    BEGIN
      CREATE EXTENSION IF NOT EXISTS timescaledb;
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE NOTICE 'timescaledb may not be created by %: native partitions are used', current_user;
      use_timescale := false;
    END;
  END IF;
  EXECUTE $table$
CREATE TABLE metering.metering_day (
  gsrn text COLLATE "C" NOT NULL,
  day date NOT NULL,
  metering_point_type text NOT NULL,
  unit text NOT NULL,
  resolution_minutes smallint NOT NULL CHECK (resolution_minutes IN (15, 60)),
  first_interval smallint NOT NULL CHECK (first_interval >= 0),
  quantities integer[] NOT NULL,
  qualities bytea,
  unknown_qualities jsonb,
  total_wh bigint NOT NULL,
  registered_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  message_no bigint NOT NULL,
  transaction_id text NOT NULL,
  CHECK (qualities IS NULL OR octet_length(qualities) = cardinality(quantities))
)$table$ || CASE WHEN use_timescale THEN '' ELSE ' PARTITION BY RANGE (day)' END;
  IF use_timescale THEN
    PERFORM create_hypertable('metering.metering_day', 'day', chunk_time_interval => interval '1 month',
      create_default_indexes => false);
  END IF;
END $migration$;

CREATE INDEX metering_day_point ON metering.metering_day (gsrn, day);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON metering.message
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON metering.metering_day
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON metering.message
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON metering.metering_day
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- The month of a day gets its partition when its first reading comes. Owner's rights: the application may not create tables.
CREATE FUNCTION metering.ensure_month(a_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  first_day date := date_trunc('month', a_day)::date;
  partition_name text := 'metering_day_' || to_char(first_day, 'YYYY_MM');
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = 'metering.metering_day'::regclass) <> 'p'
    OR to_regclass('metering.' || partition_name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('metering.ensure_month'));
  EXECUTE format('CREATE TABLE IF NOT EXISTS metering.%I PARTITION OF metering.metering_day FOR VALUES FROM (%L) TO (%L)',
    partition_name, first_day, first_day + interval '1 month');
END $$;

-- Compression after three months and retention of five years; the Apache edition of TimescaleDB has neither.
DO $$
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = 'metering.metering_day'::regclass) = 'p' THEN RETURN; END IF;
  ALTER TABLE metering.metering_day SET (timescaledb.compress, timescaledb.compress_segmentby = 'gsrn',
    timescaledb.compress_orderby = 'day, registered_at');
  PERFORM add_compression_policy('metering.metering_day', interval '3 months');
  PERFORM add_retention_policy('metering.metering_day', interval '5 years');
EXCEPTION WHEN feature_not_supported THEN
  RAISE NOTICE 'this edition of timescaledb compresses nothing';
END $$;

SELECT public.datahub_settlement_grant('SELECT, INSERT', 'metering.message');
SELECT public.datahub_settlement_grant('SELECT, INSERT', 'metering.metering_day');
`
}
