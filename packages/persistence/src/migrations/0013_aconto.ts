import type { Migration } from "./Migration.ts"

/**
 * What customers pay in advance: what is agreed, superseded version by version like contracts, and what of it falls on the
 * time of our supply. A share is written once; of a period the newest holds, so that the way to it can be read.
 */
export const aconto: Migration = {
  level: 13,
  name: "aconto",
  statements: `
-- agreed_from: the first day of the agreement that the row is a part of.
CREATE TABLE billing.aconto_plan (
  version_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gsrn text COLLATE "C" NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz CHECK (valid_to > valid_from),
  plan_interval text NOT NULL CHECK (plan_interval IN ('month', 'quarter', 'halfYear', 'year')),
  amount_oere bigint NOT NULL CHECK (amount_oere >= 0),
  agreed_from timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  EXCLUDE USING gist ((gsrn::bigint) WITH =, tstzrange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL)
);
CREATE INDEX aconto_plan_gsrn ON billing.aconto_plan (gsrn);
CREATE TRIGGER keeps_history BEFORE UPDATE ON billing.aconto_plan
  FOR EACH ROW EXECUTE FUNCTION public.allow_only_superseding();
CREATE TRIGGER append_only BEFORE DELETE ON billing.aconto_plan
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

-- parts: the supplied time under each plan, with its days and its amount. source: the message, file or person that changed it.
CREATE TABLE billing.aconto_share (
  share_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gsrn text COLLATE "C" NOT NULL,
  plan_interval text NOT NULL CHECK (plan_interval IN ('month', 'quarter', 'halfYear', 'year')),
  period_from timestamptz NOT NULL,
  period_to timestamptz NOT NULL CHECK (period_to > period_from),
  amount_oere bigint NOT NULL CHECK (amount_oere >= 0),
  parts jsonb NOT NULL,
  reckoned_at timestamptz NOT NULL,
  source text NOT NULL,
  process_id text
);
CREATE INDEX aconto_share_period ON billing.aconto_share (gsrn, plan_interval, period_from, share_no);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON billing.aconto_share
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['aconto_plan', 'aconto_share'] LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON billing.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', t);
  END LOOP;
  PERFORM public.datahub_settlement_grant('SELECT, INSERT, UPDATE', 'billing.aconto_plan');
  PERFORM public.datahub_settlement_grant('SELECT, INSERT', 'billing.aconto_share');
END $$;
`
}
