import type { Migration } from "./Migration.ts"

/** Schemas, least-privilege roles and the functions that keep append-only tables append-only. */
export const foundation: Migration = {
  level: 1,
  name: "foundation",
  statements: `
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE SCHEMA IF NOT EXISTS portfolio;
CREATE SCHEMA IF NOT EXISTS market;
CREATE SCHEMA IF NOT EXISTS metering;
CREATE SCHEMA IF NOT EXISTS settlement;
CREATE SCHEMA IF NOT EXISTS datahub;
CREATE SCHEMA IF NOT EXISTS process;
CREATE SCHEMA IF NOT EXISTS billing;

-- Roles belong to the whole server, and not every owner may create them: then an administrator does, under these names.
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['datahub_settlement_app', 'datahub_settlement_readonly'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXCEPTION
        WHEN insufficient_privilege THEN RAISE NOTICE 'role % is missing and may not be created here', role_name;
        WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;

-- What the application and the readers may do, schema by schema; nothing for roles that are not there.
CREATE FUNCTION public.datahub_settlement_grant(app_privileges text, table_name regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'datahub_settlement_app') THEN
    EXECUTE format('GRANT %s ON %s TO datahub_settlement_app', app_privileges, table_name);
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'datahub_settlement_readonly') THEN
    EXECUTE format('GRANT SELECT ON %s TO datahub_settlement_readonly', table_name);
  END IF;
END $$;

DO $$
DECLARE role_name text; schema_name text;
BEGIN
  FOR role_name IN SELECT rolname FROM pg_roles WHERE rolname LIKE 'datahub\\_settlement\\_%' LOOP
    FOREACH schema_name IN ARRAY ARRAY['portfolio','market','metering','settlement','datahub','process','billing'] LOOP
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema_name, role_name);
    END LOOP;
  END LOOP;
END $$;

CREATE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%.% is append-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Record the correction as a new row.';
END $$;

-- A version may be closed once (superseded_at set from null) and is otherwise as immutable as any other row.
CREATE FUNCTION public.allow_only_superseding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
    AND to_jsonb(NEW) - 'superseded_at' = to_jsonb(OLD) - 'superseded_at' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '%.% keeps its history: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Supersede the version and record a new one.';
END $$;
`
}
