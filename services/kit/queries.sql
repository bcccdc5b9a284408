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

-- name: hold_lease(relay, seconds, epoch, published)^
-- Take or keep the lease of the feed and note what the broker has confirmed; no row while another relay holds it.
-- What was confirmed counts in its epoch only: after a restore the same positions are other events.
UPDATE feed
SET relay = :relay, relay_until = now() + :seconds * interval '1 second',
    published = CASE WHEN epoch = :epoch THEN greatest(published, :published) ELSE published END
WHERE relay IS NULL OR relay = :relay OR relay_until < now()
RETURNING epoch, head, published;

-- name: leave_lease(relay)!
UPDATE feed SET relay = NULL, relay_until = NULL WHERE relay = :relay;

-- name: give_positions(head, amount)!
-- Give the next positions to events that have none. Call it in the transaction that holds the feed's row.
WITH next AS (
    SELECT seq, :head + row_number() OVER (ORDER BY seq) AS position
    FROM (SELECT seq FROM event WHERE position IS NULL ORDER BY seq LIMIT :amount) AS waiting),
given AS (
    UPDATE event SET position = next.position FROM next WHERE event.seq = next.seq RETURNING event.position)
UPDATE feed SET head = (SELECT max(position) FROM given) WHERE EXISTS (SELECT FROM given);

-- name: events_after(position, amount, bytes)
-- The next events of the feed: as many as fit into `bytes`, and at least one.
SELECT id, type, recorded_at, stream, version, position, correlation, data
FROM (SELECT *, sum(octet_length(data::text)) OVER (ORDER BY position) AS bytes, row_number() OVER (ORDER BY position)
      FROM (SELECT * FROM event WHERE position > :position ORDER BY position LIMIT :amount) AS next) AS page
WHERE bytes <= :bytes OR row_number = 1
ORDER BY position;

-- name: feed_state()^
SELECT epoch, epoch_begins, head, published FROM feed;

-- name: heard_feed(producer)^
SELECT epoch, position FROM heard_feed WHERE producer = :producer;

-- name: begin_hearing(producer, epoch)!
INSERT INTO heard_feed (producer, epoch, position) VALUES (:producer, :epoch, 0) ON CONFLICT DO NOTHING;

-- name: lock_heard(producer)^
-- Whoever applies this producer's events holds this row, so two can never apply them side by side.
SELECT epoch, position FROM heard_feed WHERE producer = :producer FOR UPDATE;

-- name: adopt_epoch(producer, epoch, epoch_begins)!
-- Go on in the producer's new epoch, from the last position that is the same in both.
INSERT INTO heard_feed (producer, epoch, position) VALUES (:producer, :epoch, 0)
ON CONFLICT (producer) DO UPDATE
SET epoch = :epoch, position = least(heard_feed.position, :epoch_begins)
WHERE heard_feed.epoch <> :epoch;

-- name: save_heard(producer, position)!
UPDATE heard_feed SET position = :position WHERE producer = :producer;

-- name: save_versions(producer, versions)!
-- How far each stream has been heard; `versions` is an object, stream → version.
INSERT INTO heard_stream (producer, stream, version)
SELECT :producer, key, value::bigint FROM jsonb_each_text(:versions) ORDER BY key
ON CONFLICT (producer, stream) DO UPDATE SET version = greatest(heard_stream.version, excluded.version);

-- name: blocked_streams(producer)
SELECT DISTINCT stream FROM parked_message WHERE producer = :producer AND blocks;

-- name: park(id, producer, position, stream, type, body, headers, error, blocks, next_try)!
-- The same unreadable message, or the same event, is parked once.
INSERT INTO parked_message (id, producer, position, stream, type, body, headers, error, blocks, next_try)
VALUES (:id, :producer, :position, :stream, :type, :body, :headers, :error, :blocks, now() + :next_try::interval)
ON CONFLICT DO NOTHING;

-- name: due_parked(producer)
-- The first parked message of each stream, and any that blocks nothing, when it is time to try them again.
SELECT id, stream, blocks FROM parked_message AS parked
WHERE producer = :producer AND next_try <= now()
  AND (NOT blocks OR NOT EXISTS (
      SELECT FROM parked_message AS earlier
      WHERE earlier.producer = parked.producer AND earlier.stream = parked.stream
        AND earlier.blocks AND earlier.position < parked.position))
ORDER BY next_try LIMIT 100;

-- name: first_parked(producer, stream)^
-- The first parked message of a stream, if it is time to try it.
SELECT id FROM (
    SELECT id, next_try FROM parked_message
    WHERE producer = :producer AND stream = :stream AND blocks ORDER BY position LIMIT 1) AS first
WHERE next_try <= now();

-- name: parked(id)^
SELECT id, producer, position, stream, type, body, error, attempts, blocks, parked_at, next_try
FROM parked_message WHERE id = :id;

-- name: all_parked(amount)
SELECT id, producer, position, stream, type, error, attempts, blocks, parked_at, next_try, octet_length(body) AS bytes
FROM parked_message ORDER BY producer, position NULLS LAST, parked_at LIMIT :amount;

-- name: parked_again(id, error, blocks, longest)!
-- It failed again: wait twice as long as the last time. What blocks nothing waits for an operator.
UPDATE parked_message
SET error = :error, attempts = attempts + 1, blocks = :blocks,
    next_try = CASE WHEN :blocks THEN now() + least(power(2, attempts), :longest) * interval '1 second' END
WHERE id = :id;

-- name: try_parked_now(id)!
UPDATE parked_message SET next_try = now() WHERE id = :id;

-- name: mend_parked(id, body)!
UPDATE parked_message SET body = :body, next_try = now() WHERE id = :id;

-- name: unpark(id)!
DELETE FROM parked_message WHERE id = :id;

-- name: database_answers()$
SELECT 1;
