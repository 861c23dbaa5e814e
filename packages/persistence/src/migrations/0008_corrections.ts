import type { Migration } from "./Migration.ts"

/**
 * Correction runs: which points they correct, and as of when each of these was settled before. Written with the run, so
 * that a run that was stopped goes on with the same points and comes to the same lines.
 */
export const corrections: Migration = {
  level: 8,
  name: "corrections",
  statements: `
ALTER TABLE settlement.run ADD COLUMN kind text NOT NULL DEFAULT 'settlement' CHECK (kind IN ('settlement', 'correction'));
CREATE INDEX run_correction ON settlement.run (started_at) WHERE kind = 'correction';

-- settled_as_of: null when the point was never settled for the period of the run.
CREATE TABLE settlement.corrected_point (
  run_id uuid NOT NULL REFERENCES settlement.run,
  gsrn text COLLATE "C" NOT NULL,
  settled_as_of timestamptz,
  PRIMARY KEY (run_id, gsrn)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON settlement.corrected_point
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON settlement.corrected_point
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- As of when a point was settled last.
CREATE INDEX point_gsrn ON settlement.point (gsrn) INCLUDE (run_id);
-- Which point the production of another is settled with.
CREATE INDEX contract_production ON portfolio.contract ((settings->'production'->>'gsrn'))
  WHERE settings->'production' IS NOT NULL;
-- Which points a charge is linked to.
CREATE INDEX charge_link_charge ON portfolio.charge_link (charge_no);

DO $$
BEGIN
  PERFORM public.datahub_settlement_grant('SELECT, INSERT', 'settlement.corrected_point');
END $$;
`
}
