import type { Migration } from "./Migration.ts"

/**
 * What processes wait for, found without reading those that wait for nothing: the nearest limit of what is to be done,
 * infinity where nothing of it has one. What processes of before this level wait for is not known here: those of which
 * anything was to come are taken to wait, and each tells its limit with its next step. Beside it, steps that did not fit.
 */
export const waiting: Migration = {
  level: 12,
  name: "waiting",
  statements: `
ALTER TABLE process.process ADD COLUMN waits_until timestamptz;
-- No step is taken: a process is written down in another way.
ALTER TABLE process.process DISABLE TRIGGER one_step_further;
UPDATE process.process SET waits_until = 'infinity' WHERE next_due_at IS NOT NULL;
UPDATE process.process SET next_due_at = NULL WHERE next_due_at = 'infinity';
ALTER TABLE process.process ENABLE TRIGGER one_step_further;

CREATE INDEX process_waiting ON process.process (waits_until, opened_at, process_id) WHERE waits_until IS NOT NULL;
CREATE INDEX process_event_misfit ON process.process_event (process_id) WHERE NOT legal;
`
}
