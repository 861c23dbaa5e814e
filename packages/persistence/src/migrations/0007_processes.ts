import type { Migration } from "./Migration.ts"

/**
 * Market processes: how each one stands, which changes, and its steps, which never do. Steps and deadlines are json, not
 * jsonb: what came from outside is given back character by character.
 */
export const processes: Migration = {
  level: 7,
  name: "processes",
  statements: `
CREATE TABLE process.process (
  process_id text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  gsrn text COLLATE "C",
  active_key text COLLATE "C" NOT NULL,
  opened_at timestamptz NOT NULL,
  opening json NOT NULL,
  state text COLLATE "C" NOT NULL,
  effective_at timestamptz NOT NULL,
  request_transaction_id text COLLATE "C",
  deadlines json NOT NULL,
  next_due_at timestamptz,
  is_active boolean NOT NULL,
  is_final boolean NOT NULL CHECK (NOT (is_final AND is_active)),
  steps integer NOT NULL CHECK (steps >= 0)
);
-- One at work for a metering point, kind and role.
CREATE UNIQUE INDEX process_active ON process.process (active_key) WHERE is_active;
CREATE INDEX process_gsrn ON process.process (gsrn, opened_at) WHERE gsrn IS NOT NULL;
CREATE INDEX process_due ON process.process (next_due_at, process_id) WHERE next_due_at IS NOT NULL;
CREATE INDEX process_opened ON process.process (opened_at DESC, process_id);
CREATE INDEX process_kind ON process.process (kind, opened_at DESC, process_id);
CREATE INDEX process_request ON process.process (request_transaction_id) WHERE request_transaction_id IS NOT NULL;

CREATE TABLE process.process_event (
  process_id text COLLATE "C" NOT NULL REFERENCES process.process,
  step_no integer NOT NULL CHECK (step_no >= 1),
  came_at timestamptz NOT NULL,
  kind text COLLATE "C" NOT NULL,
  message_id text COLLATE "C",
  transaction_id text COLLATE "C",
  is_request boolean NOT NULL,
  legal boolean NOT NULL,
  from_state text COLLATE "C" NOT NULL,
  to_state text COLLATE "C" NOT NULL,
  step json NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (process_id, step_no),
  CHECK (legal OR from_state = to_state)
);
CREATE INDEX process_event_request ON process.process_event (transaction_id) WHERE is_request;
CREATE INDEX process_event_message ON process.process_event (message_id) WHERE message_id IS NOT NULL;

CREATE FUNCTION process.one_step_further() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.steps = OLD.steps + 1
    AND (NEW.process_id, NEW.kind, NEW.role, NEW.active_key, NEW.opened_at)
      = (OLD.process_id, OLD.kind, OLD.role, OLD.active_key, OLD.opened_at)
    AND NEW.gsrn IS NOT DISTINCT FROM OLD.gsrn AND NEW.opening::text = OLD.opening::text
    AND (NOT OLD.is_final OR NEW.state = OLD.state) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'process % changes by one step at a time: UPDATE refused', OLD.process_id
    USING ERRCODE = 'restrict_violation', HINT = 'Take an event to the process and record the outcome.';
END $$;
CREATE TRIGGER one_step_further BEFORE UPDATE ON process.process
  FOR EACH ROW EXECUTE FUNCTION process.one_step_further();
CREATE TRIGGER append_only BEFORE DELETE ON process.process FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON process.process_event
  FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON process.process
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON process.process_event
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

DO $$
BEGIN
  PERFORM public.datahub_settlement_grant('SELECT, INSERT, UPDATE', 'process.process');
  PERFORM public.datahub_settlement_grant('SELECT, INSERT', 'process.process_event');
END $$;
`
}
