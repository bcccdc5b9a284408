-- Named queries of notify's tables.

-- name: take_turn()!
-- From here to the commit no other listener's transaction joins what the producers told; see the table's comment.
SELECT only_row FROM turn FOR UPDATE;

-- name: put_contact(person_id, full_name, email, language, greeting)!
INSERT INTO contact (person_id, full_name, email, language, greeting)
VALUES (:person_id, :full_name, :email, :language, :greeting)
ON CONFLICT (person_id) DO UPDATE SET
    full_name = excluded.full_name, email = excluded.email,
    language = excluded.language, greeting = excluded.greeting;

-- name: wake_person(person_id)!
-- The address has been heard of: what waited for it is sent.
UPDATE delivery SET state = 'queued', due_at = now(), changed_at = now()
WHERE state = 'waiting' AND person_id = :person_id
  AND EXISTS (SELECT FROM forum WHERE forum.forum_id = delivery.forum_id);

-- name: wake_forum(forum_id)!
-- The forum has been heard of: what waited for it is sent.
UPDATE delivery SET state = 'queued', due_at = now(), changed_at = now()
WHERE state = 'waiting' AND forum_id = :forum_id
  AND EXISTS (SELECT FROM contact WHERE contact.person_id = delivery.person_id);

-- name: put_body(body_id, name)!
INSERT INTO body (body_id, name) VALUES (:body_id, :name)
ON CONFLICT (body_id) DO UPDATE SET name = excluded.name;

-- name: put_leader(body_id, person_id, title)!
INSERT INTO leader (body_id, person_id, title) VALUES (:body_id, :person_id, :title)
ON CONFLICT (body_id, person_id) DO UPDATE SET title = excluded.title;

-- name: drop_leader(body_id, person_id)!
DELETE FROM leader WHERE body_id = :body_id AND person_id = :person_id;

-- name: put_forum(forum_id, title, summary, place, host_name, time_zone, starts_at, ends_at, state)!
INSERT INTO forum (forum_id, title, summary, place, host_name, time_zone, starts_at, ends_at, state)
VALUES (:forum_id, :title, :summary, :place, :host_name, :time_zone, :starts_at, :ends_at, :state)
ON CONFLICT (forum_id) DO UPDATE SET
    title = excluded.title, summary = excluded.summary, place = excluded.place, host_name = excluded.host_name,
    time_zone = excluded.time_zone, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    state = excluded.state;

-- name: put_seats(forum_id, seats, at)!
-- Seats as they now are. `granted_at` and the serial of the invitation stay; somebody made organizer is it from now on.
INSERT INTO seat (forum_id, seat_id, person_id, full_name, position, roles, granted_at, organizer_since)
SELECT :forum_id, seat_id, person_id, full_name, position, roles, :at, CASE WHEN 'organizer' = ANY (roles) THEN :at END
FROM jsonb_to_recordset(:seats)
     AS s(seat_id uuid, person_id uuid, full_name text, position text, roles text[])
ON CONFLICT (forum_id, seat_id) DO UPDATE SET
    full_name = excluded.full_name, position = excluded.position, roles = excluded.roles,
    organizer_since = CASE WHEN 'organizer' = ANY (excluded.roles)
                           THEN coalesce(seat.organizer_since, excluded.organizer_since) END;

-- name: drop_seat(forum_id, seat_id)!
DELETE FROM seat WHERE forum_id = :forum_id AND seat_id = :seat_id;

-- name: number_invitations(forum_id, invitations)!
-- The newest serial of each seat; letters with an older one are not sent any more.
UPDATE seat SET serial = i.serial
FROM jsonb_to_recordset(:invitations) AS i(seat_id uuid, serial int)
WHERE seat.forum_id = :forum_id AND seat.seat_id = i.seat_id AND seat.serial < i.serial;

-- name: put_assignment(forum_id, assignment_id, body_id, state, version)!
INSERT INTO assignment (forum_id, assignment_id, body_id, state, version)
VALUES (:forum_id, :assignment_id, :body_id, :state, :version)
ON CONFLICT (forum_id, assignment_id) DO UPDATE SET state = excluded.state, version = excluded.version
WHERE assignment.version < excluded.version;

-- name: put_notices(notices)!
-- What is to be told; the same again changes nothing.
INSERT INTO notice (forum_id, occasion, subject, facts, at, expires_at)
SELECT forum_id, occasion, subject, facts, at, expires_at
FROM jsonb_to_recordset(:notices)
     AS n(forum_id uuid, occasion text, subject text, facts jsonb, at timestamptz, expires_at timestamptz)
ON CONFLICT DO NOTHING;

-- name: tell(messages)!
-- Tell people: one message each, and its delivery, which waits if we do not know how to reach or address them yet.
WITH told AS (
    INSERT INTO message (forum_id, person_id, occasion, subject)
    SELECT forum_id, person_id, occasion, subject
    FROM jsonb_to_recordset(:messages) AS m(forum_id uuid, person_id uuid, occasion text, subject text)
    ON CONFLICT ON CONSTRAINT message_once DO NOTHING
    RETURNING forum_id, message_id, person_id
)
INSERT INTO delivery (forum_id, message_id, person_id, channel, state, due_at)
SELECT told.forum_id, told.message_id, told.person_id, 'email',
       CASE WHEN known THEN 'queued' ELSE 'waiting' END, CASE WHEN known THEN now() END
FROM told
LEFT JOIN contact USING (person_id)
LEFT JOIN forum USING (forum_id)
CROSS JOIN LATERAL (SELECT contact.person_id IS NOT NULL AND forum.forum_id IS NOT NULL AS known) AS k;

-- name: seated(forum_id, at)
-- Who had a seat at that time, as far as we have heard.
SELECT person_id FROM seat WHERE forum_id = :forum_id AND granted_at <= :at;

-- name: organizing(forum_id, at)
-- Who was an organizer at that time, as far as we have heard.
SELECT person_id FROM seat WHERE forum_id = :forum_id AND organizer_since <= :at;

-- name: leading(body_id)
SELECT person_id FROM leader WHERE body_id = :body_id;

-- name: missed_by_seats(forum_id, seat_ids)
-- What was told to the forum after these seats were granted, but heard of before them.
SELECT n.forum_id, n.occasion, n.subject, s.person_id
FROM seat AS s
JOIN notice AS n ON n.forum_id = s.forum_id
WHERE s.forum_id = :forum_id AND s.seat_id = ANY (:seat_ids)
  AND (n.occasion = 'result' AND n.at >= s.granted_at
       OR n.occasion = 'assignment-answered' AND n.at >= s.organizer_since);

-- name: missed_by_leader(body_id, person_id, states)
-- Assignments of the body that are still open.
SELECT n.forum_id, n.occasion, n.subject, :person_id AS person_id
FROM assignment AS a
JOIN notice AS n ON n.forum_id = a.forum_id AND n.occasion = 'assignment-given' AND n.subject = a.assignment_id::text
WHERE a.body_id = :body_id AND a.state = ANY (:states);

-- name: move_voting(forum_id, round_id, facts, expires_at)!
-- Letters that invite to vote and are not sent yet name the new closing time, or are not sent when it is over.
UPDATE notice SET facts = facts || :facts, expires_at = :expires_at
WHERE forum_id = :forum_id
  AND (occasion = 'voting-opened' AND subject = :round_id
       OR occasion = 'ballot-set-aside' AND facts ->> 'round_id' = :round_id);

-- name: expire_reminders(forum_id, round_id, at)!
-- Reminders of a closing time that has been moved or is over.
UPDATE notice SET expires_at = least(expires_at, :at)
WHERE forum_id = :forum_id AND occasion = 'voting-closing-soon' AND facts ->> 'round_id' = :round_id;

-- name: claim(lease, seconds, amount)
-- Lease what is due, and read everything its letters are written from.
WITH due AS (
    SELECT forum_id, delivery_id FROM delivery
    WHERE due_at <= now() AND state <> 'sending'
    ORDER BY due_at LIMIT :amount FOR UPDATE SKIP LOCKED
), claimed AS (
    UPDATE delivery AS d
    SET state = 'sending', lease = :lease, due_at = now() + :seconds * interval '1 second', changed_at = now()
    FROM due WHERE d.forum_id = due.forum_id AND d.delivery_id = due.delivery_id
    RETURNING d.forum_id, d.delivery_id, d.message_id, d.person_id, d.attempts, d.unknowns
)
SELECT claimed.*, n.occasion, n.facts, coalesce(n.expires_at <= now(), false) AS late,
       c.full_name, c.email, c.language, c.greeting, s.seat_id, s.serial,
       f.title, f.summary, f.place, f.host_name, f.time_zone, f.starts_at, f.ends_at, f.state AS forum_state,
       b.name AS body_name, a.full_name AS answered_by
FROM claimed
JOIN message AS m USING (forum_id, message_id)
JOIN notice AS n USING (forum_id, occasion, subject)
JOIN contact AS c ON c.person_id = claimed.person_id
JOIN forum AS f USING (forum_id)
LEFT JOIN LATERAL (
    SELECT seat_id, serial FROM seat
    WHERE seat.forum_id = claimed.forum_id AND seat.person_id = claimed.person_id
    LIMIT 1) AS s ON true
LEFT JOIN body AS b ON b.body_id = (n.facts ->> 'body_id')::uuid
LEFT JOIN contact AS a ON a.person_id = (n.facts ->> 'answered_by')::uuid;

-- name: settle(lease, outcomes)
-- Write what became of deliveries, unless the lease has been lost; answers those it was written of.
UPDATE delivery AS d
SET state = o.state, attempts = d.attempts + o.tried, unknowns = d.unknowns + o.unknown, reason = o.reason,
    due_at = now() + o.delay * interval '1 second', lease = NULL, changed_at = now()
FROM jsonb_to_recordset(:outcomes)
     AS o(forum_id uuid, delivery_id uuid, state text, tried int, unknown int, reason text, delay int)
WHERE d.forum_id = o.forum_id AND d.delivery_id = o.delivery_id AND d.lease = :lease AND d.state = 'sending'
RETURNING d.delivery_id, d.changed_at;

-- name: release(lease)!
-- Give back what was leased and not tried.
UPDATE delivery SET state = CASE WHEN unknowns > 0 THEN 'unknown' ELSE 'queued' END, lease = NULL, due_at = now()
WHERE lease = :lease AND state = 'sending';

-- name: lapse()!
-- Leases that ended without an outcome: whoever held them died, perhaps after the mail server had taken a mail of theirs.
-- Most were never tried, so each goes out once more without waiting; one that had been taken keeps its Message-ID.
UPDATE delivery
SET state = 'unknown', attempts = attempts + 1, unknowns = unknowns + 1, reason = 'lease-lapsed', lease = NULL,
    due_at = CASE WHEN unknowns = 0 THEN now() END, changed_at = now()
WHERE state = 'sending' AND due_at <= now();

-- name: inbox(person_id, before, amount)
-- A person's messages, newest first, with what they are written from.
SELECT m.number, m.message_id, m.forum_id, m.created_at, m.read_at, n.occasion, n.facts,
       coalesce(c.full_name, '') AS full_name, coalesce(c.language, 'vi') AS language,
       coalesce(c.greeting, '') AS greeting,
       f.title, f.summary, f.place, f.host_name, f.time_zone, f.starts_at, f.ends_at,
       b.name AS body_name, a.full_name AS answered_by
FROM message AS m
JOIN notice AS n USING (forum_id, occasion, subject)
JOIN forum AS f USING (forum_id)
LEFT JOIN contact AS c ON c.person_id = m.person_id
LEFT JOIN body AS b ON b.body_id = (n.facts ->> 'body_id')::uuid
LEFT JOIN contact AS a ON a.person_id = (n.facts ->> 'answered_by')::uuid
WHERE m.person_id = :person_id AND (:before::bigint IS NULL OR m.number < :before)
ORDER BY m.number DESC LIMIT :amount;

-- name: unread(person_id)$
-- How many messages of theirs a person has not read; those of a forum not heard of yet are not shown either.
SELECT count(*) FROM message JOIN forum USING (forum_id) WHERE person_id = :person_id AND read_at IS NULL;

-- name: kept_contact(person_id)^
SELECT person_id, full_name, email, language, greeting FROM contact WHERE person_id = :person_id;

-- name: kept_leads(person_id)
SELECT l.body_id, b.name, l.title FROM leader l LEFT JOIN body b USING (body_id)
WHERE l.person_id = :person_id ORDER BY l.body_id;

-- name: kept_seats(person_id)
SELECT forum_id, seat_id, person_id, full_name, position, roles, granted_at, organizer_since, serial FROM seat
WHERE person_id = :person_id ORDER BY forum_id DESC, seat_id;

-- name: kept_messages(person_id)
-- All messages of a person with their deliveries, newest first.
SELECT m.message_id, m.forum_id, f.title AS forum_title, m.occasion, m.created_at AS sent_at, m.read_at,
       d.delivery_id, d.channel, d.state, d.attempts, d.reason, d.changed_at
FROM message m
LEFT JOIN forum f USING (forum_id)
LEFT JOIN delivery d USING (forum_id, message_id)
WHERE m.person_id = :person_id
ORDER BY m.number DESC, d.delivery_id;

-- name: mark_read(person_id, message_id)^
UPDATE message SET read_at = coalesce(read_at, now())
WHERE person_id = :person_id AND message_id = :message_id
RETURNING message_id, read_at;

-- name: mark_all_read(person_id, until)!
UPDATE message SET read_at = now()
WHERE person_id = :person_id AND read_at IS NULL AND created_at <= :until;

-- name: place_in_forum(forum_id, person_id)^
-- What decides whether a person may see a forum's deliveries.
SELECT f.state, s.roles
FROM (SELECT :forum_id::uuid AS forum_id) AS asked
LEFT JOIN forum AS f USING (forum_id)
LEFT JOIN seat AS s ON s.forum_id = asked.forum_id AND s.person_id = :person_id
ORDER BY 'organizer' = ANY (s.roles) DESC NULLS LAST LIMIT 1;

-- name: invitation_of(forum_id, person_id)^
-- What an invitation to a forum would be written from, if this person were invited now.
SELECT 'invitation' AS occasion, '{"serial": 1}'::jsonb AS facts,
       coalesce(c.full_name, '') AS full_name, coalesce(c.language, 'vi') AS language,
       coalesce(c.greeting, '') AS greeting, NULL AS body_name, NULL AS answered_by,
       f.forum_id, f.title, f.summary, f.place, f.host_name, f.time_zone, f.starts_at, f.ends_at
FROM forum AS f
LEFT JOIN contact AS c ON c.person_id = :person_id
WHERE f.forum_id = :forum_id;

-- name: deliveries(forum_id, state, occasion, before, amount)
-- What was sent in a forum, newest first.
SELECT m.number, m.message_id, d.delivery_id, m.person_id, coalesce(c.full_name, s.full_name, '') AS full_name,
       c.email, m.occasion, d.channel, d.state, d.attempts, d.reason, m.created_at, d.changed_at, d.due_at, m.read_at
FROM message AS m
JOIN delivery AS d USING (forum_id, message_id)
LEFT JOIN contact AS c ON c.person_id = m.person_id
LEFT JOIN LATERAL (
    SELECT full_name FROM seat WHERE seat.forum_id = m.forum_id AND seat.person_id = m.person_id LIMIT 1) AS s ON true
WHERE m.forum_id = :forum_id AND (:before::bigint IS NULL OR m.number < :before)
  AND (:state::text IS NULL OR d.state = :state) AND (:occasion::text IS NULL OR m.occasion = :occasion)
ORDER BY m.number DESC LIMIT :amount;

-- name: delivery_counts(forum_id)
SELECT m.occasion, d.state, count(*) AS amount
FROM delivery AS d
JOIN message AS m USING (forum_id, message_id)
WHERE d.forum_id = :forum_id
GROUP BY m.occasion, d.state;

-- name: locked_delivery(forum_id, delivery_id)^
SELECT delivery_id, state, due_at FROM delivery
WHERE forum_id = :forum_id AND delivery_id = :delivery_id FOR UPDATE;

-- name: requeue(forum_id, delivery_id)^
-- Try again from the start.
UPDATE delivery SET state = 'queued', attempts = 0, due_at = now(), changed_at = now()
WHERE forum_id = :forum_id AND delivery_id = :delivery_id
RETURNING delivery_id, channel, state, attempts, reason, due_at;

-- name: requeue_given_up(forum_id)!
UPDATE delivery SET state = 'queued', attempts = 0, due_at = now(), changed_at = now()
WHERE forum_id = :forum_id AND state = 'given-up';
