import type { Migration } from "./Migration.ts"

/**
 * What was recorded by rules that have changed: ended processes of which DataHub can still say otherwise are final no more,
 * and those that nothing is due for, but that wait for people, are found by the end of time like those that came later.
 * A document that was sent and never answered may go out once more.
 */
export const answerable: Migration = {
  level: 11,
  name: "answerable",
  statements: `
ALTER TABLE process.process DISABLE TRIGGER one_step_further;

-- One too many is only read in vain, and corrected by its next step. Text with U+0000 cannot be looked into.
UPDATE process.process SET next_due_at = 'infinity'
  WHERE next_due_at IS NULL AND EXISTS (
    SELECT FROM process.process_event AS asked
    WHERE asked.process_id = process.process_id AND CASE
      WHEN position('\\u0000' IN asked.step::text) > 0 THEN true
      ELSE EXISTS (
        SELECT FROM json_array_elements(asked.step->'effects') WITH ORDINALITY AS wish (effect, place)
        WHERE effect->>'kind' IN ('task', 'send', 'holdBilling', 'finalSettlement', 'cancelFinalSettlement')
          -- What was asked of people is over with the process, but for its last step.
          AND (NOT process.is_final OR effect->>'kind' NOT IN ('task', 'send') OR asked.step_no >=
            (SELECT max(step_no) FROM process.process_event AS ending
              WHERE ending.process_id = asked.process_id AND from_state <> to_state))
          AND NOT EXISTS (
            SELECT FROM process.process_event AS done
            WHERE done.process_id = asked.process_id AND done.legal AND done.kind = 'taskDone'
              AND substring(done.step::text FROM '"stepNo":([0-9]+)') = asked.step_no::text
              AND substring(done.step::text FROM '"taskNo":([0-9]+)') = wish.place::text))
    END);

UPDATE process.process SET is_final = false
  WHERE is_final AND (state = 'completed' OR state = 'refused' AND kind IN ('erroneousSwitch', 'erroneousMove'));

ALTER TABLE process.process ENABLE TRIGGER one_step_further;

CREATE OR REPLACE FUNCTION datahub.outbox_keeps_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state = 'waiting' OR NEW.state = 'waiting') AND NEW.attempts >= OLD.attempts
    AND (NEW.message_id, NEW.message_no, NEW.document, NEW.process, NEW.process_type, NEW.created_at)
      = (OLD.message_id, OLD.message_no, OLD.document, OLD.process, OLD.process_type, OLD.created_at)
    AND NEW.body = OLD.body THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'message % in datahub.outbox is % and keeps what it says: UPDATE refused', OLD.message_id, OLD.state
    USING ERRCODE = 'restrict_violation';
END $$;
`
}
