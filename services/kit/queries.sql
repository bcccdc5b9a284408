-- Named queries of the kit's own tables.

-- name: server_settings()
-- The settings that decide whether a committed transaction survives a crash.
SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit');

-- name: next_versions(stream, amount)$
-- Take the stream's next versions under its row lock; answers the last one taken.
INSERT INTO stream (stream, version) VALUES (:stream, :amount)
ON CONFLICT (stream) DO UPDATE SET version = stream.version + :amount
RETURNING version;

-- name: insert_events(events)!
-- Write a transaction's events; they are given their positions later, by the relay.
INSERT INTO event (id, stream, version, type, data, correlation)
SELECT id, stream, version, type, data, correlation
FROM jsonb_to_recordset(:events)
     AS e(id uuid, stream text, version bigint, type text, data jsonb, correlation text)
ORDER BY stream, version;

-- name: wake_relay()!
-- Only a hint: the relay looks by itself too.
NOTIFY feed;

-- name: stream_version(stream)$
SELECT version FROM stream WHERE stream = :stream;

-- name: heard_version(producer, stream)$
SELECT version FROM heard_stream WHERE producer = :producer AND stream = :stream;

-- name: claim_key(actor, key, request)!
-- Insert first: whoever comes second waits here for the first to commit.
INSERT INTO idempotency (actor, key, request) VALUES (:actor, :key, :request) ON CONFLICT DO NOTHING;

-- name: answered_key(actor, key)^
SELECT request, answer FROM idempotency WHERE actor = :actor AND key = :key;

-- name: store_answer(actor, key, answer)!
UPDATE idempotency SET answer = :answer WHERE actor = :actor AND key = :key;

-- name: forget_old_keys()!
DELETE FROM idempotency WHERE created_at < now() - interval '7 days';

-- name: put_job(id, kind, subject, due_at, data, correlation)!
-- Make a job, or move the one there is: its time changes with what made it necessary.
INSERT INTO job (id, kind, subject, due_at, data, correlation)
VALUES (:id, :kind, :subject, :due_at, :data, :correlation)
ON CONFLICT ON CONSTRAINT job_once DO UPDATE
SET due_at = excluded.due_at, data = excluded.data, correlation = excluded.correlation,
    attempts = 0, lease = NULL, leased_until = NULL, finished_at = NULL, error = NULL;

-- name: drop_job(kind, subject)!
DELETE FROM job WHERE kind = :kind AND subject = :subject AND finished_at IS NULL;

-- name: lease_jobs(lease, seconds, kinds, amount)
-- Claim what is due of some kinds; an expired lease is rescued by whoever comes next.
UPDATE job SET lease = :lease, leased_until = now() + :seconds * interval '1 second', attempts = attempts + 1
WHERE id IN (
    SELECT id FROM job
    WHERE finished_at IS NULL AND due_at <= now() AND kind = ANY(:kinds)
      AND (leased_until IS NULL OR leased_until < now())
    ORDER BY due_at LIMIT :amount FOR UPDATE SKIP LOCKED)
RETURNING id, kind, subject, due_at, data, correlation, attempts;

-- name: finish_job(id, lease)!
UPDATE job SET finished_at = now(), error = NULL WHERE id = :id AND lease = :lease AND finished_at IS NULL;

-- name: postpone_job(id, lease, seconds, error)!
UPDATE job SET leased_until = now() + :seconds * interval '1 second', error = :error
WHERE id = :id AND lease = :lease;
