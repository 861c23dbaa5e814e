import type { Migration } from "./Migration.ts"

/**
 * The ways in and out of DataHub: which messages were handled, those that could not be used, parts that wait, all that was
 * said of metering points and charges, and documents on their way out. Ids and other keys compare byte by byte.
 *
 * Bodies and documents are JSON that is written once and seldom read, and never in parts, which is all that storing them
 * as they are (EXTERNAL) would be good for. Compressed they take a third. lz4 is the faster method where the server was
 * built with it; without it, naming it would be refused.
 */
export const exchange: Migration = {
  level: 6,
  name: "exchange",
  statements: `
-- outcome is null only inside the transaction that handles the message: nobody else ever sees such a row.
CREATE TABLE datahub.inbox (
  message_id text COLLATE "C" PRIMARY KEY,
  queue text NOT NULL,
  received_at timestamptz NOT NULL,
  correlation_id text,
  outcome text CHECK (outcome IN ('applied', 'stored', 'dead letter')),
  document text,
  process_type text,
  created_at timestamptz,
  parked_parts integer NOT NULL DEFAULT 0 CHECK (parked_parts >= 0),
  notes text[] NOT NULL DEFAULT '{}',
  body bytea
);
CREATE INDEX inbox_received ON datahub.inbox (received_at DESC, message_id);
CREATE INDEX inbox_document ON datahub.inbox (document, received_at DESC, message_id);
-- Nearly all are applied: those are found by their time.
CREATE INDEX inbox_outcome ON datahub.inbox (outcome, received_at DESC, message_id) WHERE outcome <> 'applied';

CREATE FUNCTION datahub.inbox_completes_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.outcome IS NULL OR OLD.outcome = 'dead letter') AND NEW.outcome IS NOT NULL
    AND (NEW.message_id, NEW.queue, NEW.received_at) = (OLD.message_id, OLD.queue, OLD.received_at)
    AND NEW.correlation_id IS NOT DISTINCT FROM OLD.correlation_id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'message % was handled: % of datahub.inbox refused', OLD.message_id, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Only a dead letter can be handled again.';
END $$;

CREATE FUNCTION datahub.inbox_is_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM datahub.inbox WHERE message_id = NEW.message_id AND outcome IS NULL) THEN
    RAISE EXCEPTION 'message % was marked in datahub.inbox without an outcome', NEW.message_id
      USING ERRCODE = 'restrict_violation', HINT = 'Its effects and its outcome belong to one transaction.';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER is_complete AFTER INSERT ON datahub.inbox DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.outcome IS NULL) EXECUTE FUNCTION datahub.inbox_is_complete();
CREATE TRIGGER completes_once BEFORE UPDATE ON datahub.inbox
  FOR EACH ROW EXECUTE FUNCTION datahub.inbox_completes_once();

CREATE TABLE datahub.dead_letter (
  message_id text COLLATE "C" PRIMARY KEY,
  queue text NOT NULL,
  received_at timestamptz NOT NULL,
  correlation_id text,
  body bytea NOT NULL,
  truncated boolean NOT NULL,
  reason_kind text NOT NULL,
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'dismissed')),
  settled_at timestamptz,
  remark text,
  CHECK ((state = 'open') = (settled_at IS NULL)),
  CHECK ((state = 'dismissed') = (remark IS NOT NULL))
);
CREATE INDEX dead_letter_received ON datahub.dead_letter (received_at DESC, message_id);
CREATE INDEX dead_letter_open ON datahub.dead_letter (received_at DESC, message_id) WHERE state = 'open';

CREATE FUNCTION datahub.dead_letter_keeps_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'open' AND (NEW.message_id, NEW.queue, NEW.received_at, NEW.truncated)
      = (OLD.message_id, OLD.queue, OLD.received_at, OLD.truncated)
    AND NEW.correlation_id IS NOT DISTINCT FROM OLD.correlation_id AND NEW.body = OLD.body THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'dead letter % is % and keeps its message: UPDATE refused', OLD.message_id, OLD.state
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keeps_message BEFORE UPDATE ON datahub.dead_letter
  FOR EACH ROW EXECUTE FUNCTION datahub.dead_letter_keeps_message();

CREATE TABLE datahub.parked_part (
  message_id text COLLATE "C" NOT NULL,
  part text COLLATE "C" NOT NULL,
  waits_for text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  document text NOT NULL,
  created_at timestamptz NOT NULL,
  parked_at timestamptz NOT NULL,
  PRIMARY KEY (message_id, part)
);
CREATE INDEX parked_part_waits_for ON datahub.parked_part (waits_for, parked_at);
CREATE INDEX parked_part_age ON datahub.parked_part (parked_at, message_id, part);

CREATE TABLE datahub.statement (
  message_id text COLLATE "C" NOT NULL,
  transaction_id text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('master data', 'supply', 'customer', 'links', 'links before',
    'charge information', 'charge prices')),
  made_at timestamptz NOT NULL,
  document text NOT NULL,
  PRIMARY KEY (message_id, transaction_id, subject, kind)
);
CREATE INDEX statement_subject ON datahub.statement (subject, kind);

-- message_no tells apart what was put here at one instant.
CREATE TABLE datahub.outbox (
  message_id text COLLATE "C" PRIMARY KEY,
  message_no bigint GENERATED ALWAYS AS IDENTITY,
  document text NOT NULL,
  process text NOT NULL,
  process_type text NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'refused')),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_attempt_at timestamptz NOT NULL,
  settled_at timestamptz,
  problem text,
  CHECK ((state = 'waiting') = (settled_at IS NULL)),
  CHECK (state <> 'refused' OR problem IS NOT NULL)
);
CREATE INDEX outbox_waiting ON datahub.outbox (created_at, message_no) WHERE state = 'waiting';
CREATE INDEX outbox_created ON datahub.outbox (created_at DESC, message_no DESC);
CREATE INDEX outbox_refused ON datahub.outbox (created_at DESC, message_no DESC) WHERE state = 'refused';

-- DataHub refuses a transaction id that it has seen before, in whichever message.
CREATE TABLE datahub.outbox_transaction (
  transaction_id text COLLATE "C" PRIMARY KEY,
  message_id text COLLATE "C" NOT NULL REFERENCES datahub.outbox,
  place integer NOT NULL,
  UNIQUE (message_id, place)
);

CREATE FUNCTION datahub.outbox_keeps_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state = 'waiting' OR OLD.state = 'refused' AND NEW.state = 'waiting') AND NEW.attempts >= OLD.attempts
    AND (NEW.message_id, NEW.message_no, NEW.document, NEW.process, NEW.process_type, NEW.created_at)
      = (OLD.message_id, OLD.message_no, OLD.document, OLD.process, OLD.process_type, OLD.created_at)
    AND NEW.body = OLD.body THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'message % in datahub.outbox is % and keeps what it says: UPDATE refused', OLD.message_id, OLD.state
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keeps_document BEFORE UPDATE ON datahub.outbox
  FOR EACH ROW EXECUTE FUNCTION datahub.outbox_keeps_document();

CREATE TABLE settlement.correction_due (
  gsrn text COLLATE "C" NOT NULL,
  period_from timestamptz NOT NULL,
  period_to timestamptz NOT NULL CHECK (period_to > period_from),
  cause text COLLATE "C" NOT NULL CHECK (cause IN
    ('readings', 'links', 'prices', 'spotPrices', 'supply', 'contract', 'masterData')),
  message_id text COLLATE "C" NOT NULL,
  noted_at timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (gsrn, period_from, period_to, cause, message_id)
);
CREATE INDEX correction_due_open ON settlement.correction_due (gsrn, period_from, period_to, cause, message_id)
  WHERE superseded_at IS NULL;
CREATE TRIGGER keeps_history BEFORE UPDATE ON settlement.correction_due
  FOR EACH ROW EXECUTE FUNCTION public.allow_only_superseding();
-- customer: core's Customer without CPR numbers, which are never kept: not even a mistake can put one here.
CREATE TABLE portfolio.customer (
  version_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gsrn text COLLATE "C" NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz CHECK (valid_to > valid_from),
  customer jsonb NOT NULL CHECK (NOT customer ?| ARRAY['cpr', 'secondCpr']),
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  EXCLUDE USING gist ((gsrn::bigint) WITH =, tstzrange(valid_from, valid_to) WITH &&) WHERE (superseded_at IS NULL)
);
CREATE INDEX customer_gsrn ON portfolio.customer (gsrn);
CREATE TRIGGER keeps_history BEFORE UPDATE ON portfolio.customer
  FOR EACH ROW EXECUTE FUNCTION public.allow_only_superseding();

-- Until when everything was settled once.
CREATE INDEX run_period_end ON settlement.run (upper(period));

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON datahub.statement
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON datahub.outbox_transaction
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
-- A part is taken up or stays as it is.
CREATE TRIGGER unchanging BEFORE UPDATE ON datahub.parked_part
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['datahub.inbox', 'datahub.dead_letter', 'datahub.outbox', 'settlement.correction_due',
    'portfolio.customer'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION public.refuse_change()', t);
    PERFORM public.datahub_settlement_grant('SELECT, INSERT, UPDATE', t::regclass);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['datahub.inbox', 'datahub.dead_letter', 'datahub.parked_part', 'datahub.statement',
    'datahub.outbox', 'datahub.outbox_transaction', 'settlement.correction_due', 'portfolio.customer'] LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', t);
  END LOOP;
  PERFORM public.datahub_settlement_grant('SELECT, INSERT', 'datahub.statement');
  PERFORM public.datahub_settlement_grant('SELECT, INSERT', 'datahub.outbox_transaction');
  PERFORM public.datahub_settlement_grant('SELECT, INSERT, DELETE', 'datahub.parked_part');
  IF (SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression') THEN
    ALTER TABLE datahub.inbox ALTER COLUMN body SET COMPRESSION lz4;
    ALTER TABLE datahub.dead_letter ALTER COLUMN body SET COMPRESSION lz4;
    ALTER TABLE datahub.parked_part ALTER COLUMN document SET COMPRESSION lz4;
    ALTER TABLE datahub.statement ALTER COLUMN document SET COMPRESSION lz4;
    ALTER TABLE datahub.outbox ALTER COLUMN body SET COMPRESSION lz4;
  END IF;
END $$;

-- A backup holds where numbering stands, see the level before.
DO $$
DECLARE role_name text;
BEGIN
  FOR role_name IN SELECT rolname FROM pg_roles
    WHERE rolname IN ('datahub_settlement_app', 'datahub_settlement_readonly') LOOP
    EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA datahub, portfolio TO %I', role_name);
  END LOOP;
END $$;
`
}
