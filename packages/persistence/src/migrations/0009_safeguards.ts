import type { Migration } from "./Migration.ts"

/**
 * What kept the tables safe only from above: each partition of readings refuses TRUNCATE by itself, a run that has ended
 * takes no more chunks, and owner's rights are lent to the application alone. Rights are noted when they are given, so that
 * every `migrate` can give them again to roles that came later.
 */
export const safeguards: Migration = {
  level: 9,
  name: "safeguards",
  statements: `
-- Who may do what with a table of ours, as the migrations said; relation is schema.name.
CREATE TABLE public.datahub_settlement_right (
  relation text COLLATE "C" PRIMARY KEY,
  app_may text NOT NULL
);

CREATE FUNCTION public.datahub_settlement_give(app_may text, relation regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'datahub_settlement_app') THEN
    EXECUTE format('GRANT %s ON %s TO datahub_settlement_app', app_may, relation);
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'datahub_settlement_readonly') THEN
    EXECUTE format('GRANT SELECT ON %s TO datahub_settlement_readonly', relation);
  END IF;
END $$;

-- What migrations call. The roles may come later: what they may do is noted.
CREATE OR REPLACE FUNCTION public.datahub_settlement_grant(app_privileges text, table_name regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.datahub_settlement_right (relation, app_may)
    SELECT format('%I.%I', nspname, relname), app_privileges
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = table_name
    ON CONFLICT (relation) DO UPDATE SET app_may = EXCLUDED.app_may;
  PERFORM public.datahub_settlement_give(app_privileges, table_name);
END $$;

-- All rights once more, at the end of every migrate: to roles that were not there before, and on what is new.
CREATE FUNCTION public.datahub_settlement_rights() RETURNS void LANGUAGE plpgsql AS $$
DECLARE a_role text; a_schema text;
BEGIN
  PERFORM public.datahub_settlement_give(app_may, relation::regclass)
    FROM public.datahub_settlement_right WHERE to_regclass(relation) IS NOT NULL;
  FOREACH a_schema IN ARRAY ARRAY['portfolio','market','metering','settlement','datahub','process','billing'] LOOP
    -- PostgreSQL lets everyone call a new function.
    EXECUTE format('REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA %I FROM PUBLIC', a_schema);
    FOR a_role IN SELECT rolname FROM pg_roles
      WHERE rolname IN ('datahub_settlement_app', 'datahub_settlement_readonly') LOOP
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', a_schema, a_role);
      -- A backup holds where numbering stands.
      EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', a_schema, a_role);
    END LOOP;
  END LOOP;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'datahub_settlement_app') THEN
    GRANT EXECUTE ON FUNCTION metering.ensure_month(date) TO datahub_settlement_app;
  END IF;
END $$;

REVOKE EXECUTE ON FUNCTION public.datahub_settlement_give(text, regclass),
  public.datahub_settlement_grant(text, regclass), public.datahub_settlement_rights() FROM PUBLIC;

-- What the levels before this one gave.
SELECT public.datahub_settlement_grant(app_may, relation::regclass) FROM (VALUES
  ('SELECT', ARRAY['public.datahub_settlement_migration', 'public.datahub_settlement_right']),
  ('SELECT, INSERT', ARRAY['metering.message', 'metering.metering_day', 'market.charge', 'market.spot_price',
    'settlement.run', 'settlement.run_chunk', 'settlement.run_end', 'settlement.line', 'settlement.point',
    'settlement.failure', 'settlement.corrected_point', 'datahub.statement', 'datahub.outbox_transaction',
    'process.process_event']),
  ('SELECT, INSERT, UPDATE', ARRAY['market.charge_information', 'market.charge_price', 'portfolio.metering_point',
    'portfolio.supply_period', 'portfolio.contract', 'portfolio.charge_link', 'portfolio.customer', 'datahub.inbox',
    'datahub.dead_letter', 'datahub.outbox', 'settlement.correction_due', 'process.process']),
  ('SELECT, INSERT, DELETE', ARRAY['datahub.parked_part'])
) AS given (app_may, relations), unnest(relations) AS relation;

-- pg_temp last: a temporary table of the caller's is not taken for the catalogue.
CREATE OR REPLACE FUNCTION metering.ensure_month(a_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first_day date := date_trunc('month', a_day)::date;
  partition_name text := 'metering_day_' || to_char(first_day, 'YYYY_MM');
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = 'metering.metering_day'::regclass) <> 'p'
    OR to_regclass('metering.' || partition_name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('metering.ensure_month'));
  -- Whoever held the lock may have made it; a query sees that, a cached name may not.
  IF EXISTS (SELECT FROM pg_class WHERE relnamespace = 'metering'::regnamespace AND relname = partition_name) THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE metering.%I PARTITION OF metering.metering_day FOR VALUES FROM (%L) TO (%L)',
    partition_name, first_day, first_day + interval '1 month');
  -- Triggers for rows come with the table, those for statements do not.
  EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON metering.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()',
    partition_name);
END $$;

DO $$
DECLARE partition_name regclass;
BEGIN
  FOR partition_name IN SELECT inhrelid::regclass FROM pg_inherits JOIN pg_class ON pg_class.oid = inhparent
    WHERE inhparent = 'metering.metering_day'::regclass AND pg_class.relkind = 'p' LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()',
      partition_name);
  END LOOP;
END $$;

-- Lines, sums and failures come with a chunk. One that is stored already stays what it is, whoever stores it again.
CREATE FUNCTION settlement.run_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM settlement.run_end WHERE run_id = NEW.run_id)
    AND NOT EXISTS (SELECT FROM settlement.run_chunk WHERE run_id = NEW.run_id AND chunk_no = NEW.chunk_no) THEN
    RAISE EXCEPTION 'run % has ended: another chunk of it is refused', NEW.run_id
      USING ERRCODE = 'restrict_violation', HINT = 'Begin a new run.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER run_goes_on BEFORE INSERT ON settlement.run_chunk
  FOR EACH ROW EXECUTE FUNCTION settlement.run_goes_on();
`
}
