import type { Migration } from "./Migration.ts"

/**
 * Settlement runs: what was asked, how far it got, and what came out. Results are immutable; a run that was killed goes
 * on from its last chunk, which is the last one whose lines, failures and checkpoint were committed together.
 */
export const settlement: Migration = {
  level: 5,
  name: "settlement",
  statements: `
CREATE TABLE settlement.run (
  run_id uuid PRIMARY KEY,
  period tstzrange NOT NULL,
  grid_areas text[],
  as_of timestamptz NOT NULL,
  rule_version text NOT NULL,
  points integer NOT NULL CHECK (points >= 0),
  started_at timestamptz NOT NULL
);
CREATE INDEX run_started ON settlement.run (started_at);

CREATE TABLE settlement.run_chunk (
  run_id uuid NOT NULL REFERENCES settlement.run,
  chunk_no integer NOT NULL,
  first_gsrn text COLLATE "C" NOT NULL,
  last_gsrn text COLLATE "C" NOT NULL,
  settled integer NOT NULL,
  failed integer NOT NULL,
  lines integer NOT NULL,
  total_oere bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (run_id, chunk_no)
);

CREATE TABLE settlement.run_end (
  run_id uuid PRIMARY KEY REFERENCES settlement.run,
  finished_at timestamptz NOT NULL,
  settled integer NOT NULL,
  failed integer NOT NULL,
  lines bigint NOT NULL,
  total_oere bigint NOT NULL
);

-- exact_units: whole units of 1 / (377,580 × 10^14) DKK, as core's ExactDkk.
CREATE TABLE settlement.line (
  run_id uuid NOT NULL,
  gsrn text COLLATE "C" NOT NULL,
  line_no integer NOT NULL,
  kind text NOT NULL,
  line_id text NOT NULL,
  priced_gsrn text COLLATE "C" NOT NULL,
  segment_from timestamptz NOT NULL,
  segment_to timestamptz NOT NULL,
  quantity_wh bigint NOT NULL,
  exact_units numeric NOT NULL,
  amount_oere bigint NOT NULL,
  vat_class text NOT NULL,
  is_tax boolean NOT NULL
);
CREATE INDEX line_point ON settlement.line (run_id, gsrn);

CREATE TABLE settlement.point (
  run_id uuid NOT NULL,
  gsrn text COLLATE "C" NOT NULL,
  consumption_wh bigint NOT NULL,
  production_wh bigint NOT NULL,
  net_consumption_wh bigint NOT NULL,
  surplus_wh bigint NOT NULL,
  subtotal_oere bigint NOT NULL,
  vat_oere bigint NOT NULL,
  total_oere bigint NOT NULL,
  registered_until timestamptz,
  estimated_intervals integer NOT NULL,
  PRIMARY KEY (run_id, gsrn)
);

CREATE TABLE settlement.failure (
  run_id uuid NOT NULL,
  gsrn text COLLATE "C" NOT NULL,
  problem_no integer NOT NULL,
  problem text NOT NULL,
  priced_gsrn text COLLATE "C" NOT NULL,
  charge text,
  starts_at timestamptz,
  ends_at timestamptz,
  message text NOT NULL,
  PRIMARY KEY (run_id, gsrn, problem_no)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['run', 'run_chunk', 'run_end', 'line', 'point', 'failure'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON settlement.%I FOR EACH ROW EXECUTE FUNCTION public.refuse_change()', t);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON settlement.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', t);
    PERFORM public.datahub_settlement_grant('SELECT, INSERT', ('settlement.' || t)::regclass);
  END LOOP;
END $$;

-- A backup holds where the numbering of identity columns stands, so whoever may read everything may read that too.
DO $$
DECLARE role_name text; schema_name text;
BEGIN
  FOR role_name IN SELECT rolname FROM pg_roles
    WHERE rolname IN ('datahub_settlement_app', 'datahub_settlement_readonly') LOOP
    FOREACH schema_name IN ARRAY ARRAY['portfolio', 'market', 'metering', 'settlement'] LOOP
      EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', schema_name, role_name);
    END LOOP;
  END LOOP;
END $$;
`
}
