-- Named queries of the forum service, by noun.

-- name: now()$
SELECT now();


-- People

-- name: directory_is_empty()$
SELECT NOT EXISTS (SELECT 1 FROM person);

-- name: get_person(person_id)^
SELECT person_id, full_name, email, language, greeting, organizer FROM person WHERE person_id = :person_id;

-- name: lock_person_by_email(email)^
SELECT person_id, full_name, email, language, greeting, organizer FROM person WHERE email = :email FOR NO KEY UPDATE;

-- name: add_people(rows)
-- New people, in the order of their addresses, so that two rosters at once wait for each other and do not deadlock.
-- Addresses that somebody else has just added are left to them.
INSERT INTO person (person_id, full_name, email, language, greeting, organizer, sort_key, search_text)
SELECT person_id, full_name, email, language, greeting, organizer, sort_key, search_text
FROM jsonb_to_recordset(:rows)
     AS r(person_id uuid, full_name text, email text, language text, greeting text, organizer boolean,
          sort_key text, search_text text)
ORDER BY email
ON CONFLICT ON CONSTRAINT person_email_once DO NOTHING
RETURNING person_id, full_name, email, language, greeting, organizer;

-- name: change_person(person_id, full_name, language, greeting, organizer, sort_key, search_text)!
UPDATE person SET full_name = :full_name, language = :language, greeting = :greeting, organizer = :organizer,
                  sort_key = :sort_key, search_text = :search_text
WHERE person_id = :person_id;

-- name: correct_names(forum_id, rows)
-- A roster corrects the name of a person whom the directory knows by this forum only, and of nobody else.
UPDATE person p SET full_name = r.full_name, sort_key = r.sort_key, search_text = r.search_text
FROM jsonb_to_recordset(:rows) AS r(person_id uuid, full_name text, sort_key text, search_text text)
WHERE p.person_id = r.person_id AND p.full_name <> r.full_name AND NOT p.organizer
  AND NOT EXISTS (SELECT 1 FROM leader l WHERE l.person_id = p.person_id)
  AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.person_id = p.person_id AND s.forum_id <> :forum_id)
RETURNING p.person_id, p.full_name, p.email, p.language, p.greeting, p.organizer;

-- name: leads_of(person_id)
SELECT l.body_id, b.name, l.title FROM leader l JOIN body b USING (body_id)
WHERE l.person_id = :person_id ORDER BY b.name, l.body_id;

-- name: seats_of(person_id)
-- The forums a person has a seat in; one never announced is known to its organizers only.
SELECT s.seat_id, f.forum_id, f.title, f.state, s.roles, s.sector FROM seat s JOIN forum f USING (forum_id)
WHERE s.person_id = :person_id AND (f.announced OR 'organizer' = ANY(s.roles))
ORDER BY f.forum_id DESC;


-- Bodies

-- name: get_body(body_id)^
SELECT body_id, kind, code, name, parent_id, valid_from, valid_to, version FROM body WHERE body_id = :body_id;

-- name: lock_body(body_id)^
SELECT body_id, kind, code, name, parent_id, valid_from, valid_to, version FROM body
WHERE body_id = :body_id FOR NO KEY UPDATE;

-- name: list_bodies()
SELECT body_id, kind, code, name, parent_id, valid_from, valid_to, version FROM body ORDER BY code, body_id;

-- name: add_body(body_id, kind, code, name, parent_id, valid_from, valid_to, search_text)!
INSERT INTO body (body_id, kind, code, name, parent_id, valid_from, valid_to, search_text)
VALUES (:body_id, :kind, :code, :name, :parent_id, :valid_from, :valid_to, :search_text);

-- name: change_body(body_id, kind, code, name, parent_id, valid_from, valid_to, version, search_text)!
UPDATE body SET kind = :kind, code = :code, name = :name, parent_id = :parent_id,
                valid_from = :valid_from, valid_to = :valid_to, version = :version, search_text = :search_text
WHERE body_id = :body_id;

-- name: lock_roots()
-- Whoever moves a body within the tree holds all its roots: two moves at once could otherwise make a circle together.
SELECT body_id FROM body WHERE parent_id IS NULL ORDER BY body_id FOR NO KEY UPDATE;

-- name: stands_under(body_id, other_id)$
-- Whether a body is another one, or stands under it by any number of steps.
WITH RECURSIVE above(body_id, parent_id) AS (
    SELECT body_id, parent_id FROM body WHERE body_id = :body_id
    UNION
    SELECT b.body_id, b.parent_id FROM body b JOIN above a ON b.body_id = a.parent_id)
SELECT EXISTS (SELECT 1 FROM above WHERE body_id = :other_id);

-- name: body_ids(codes)
SELECT lower(code) AS code, body_id FROM body WHERE lower(code) = ANY(:codes);

-- name: list_leaders(body_id)
SELECT p.person_id, p.full_name, p.email, l.title FROM leader l JOIN person p USING (person_id)
WHERE l.body_id = :body_id ORDER BY p.sort_key, p.person_id;

-- name: appoint_leader(body_id, person_id, title)!
-- Nothing when they have this title already.
INSERT INTO leader (body_id, person_id, title) VALUES (:body_id, :person_id, :title)
ON CONFLICT (body_id, person_id) DO UPDATE SET title = excluded.title WHERE leader.title <> excluded.title;

-- name: dismiss_leader(body_id, person_id)!
DELETE FROM leader WHERE body_id = :body_id AND person_id = :person_id;


-- Forums

-- name: get_forum(forum_id)^
SELECT forum_id, title, summary, place, host_body_id, host_name, time_zone, starts_at, ends_at, link_signs_in,
       short_code, state, version, scene
FROM forum WHERE forum_id = :forum_id;

-- name: lock_forum(forum_id)^
SELECT forum_id, title, summary, place, host_body_id, host_name, time_zone, starts_at, ends_at, link_signs_in,
       short_code, state, version, scene
FROM forum WHERE forum_id = :forum_id FOR NO KEY UPDATE;

-- name: list_phases(forum_ids)
SELECT forum_id, phase_id, kind, title, opens_at, closes_at, state FROM phase
WHERE forum_id = ANY(:forum_ids) ORDER BY forum_id, number;

-- name: list_forums(person_id, state, after, most)
-- Newest first; one never announced is known to its organizers only.
SELECT forum_id, title, summary, place, host_body_id, host_name, time_zone, starts_at, ends_at, link_signs_in,
       short_code, state, version, scene
FROM forum f
WHERE (CAST(:state AS text) IS NULL OR state = :state)
  AND (CAST(:after AS uuid) IS NULL OR forum_id < CAST(:after AS uuid))
  AND (announced OR EXISTS (
       SELECT 1 FROM seat s
       WHERE s.forum_id = f.forum_id AND s.person_id = CAST(:person_id AS uuid) AND 'organizer' = ANY(s.roles)))
ORDER BY forum_id DESC LIMIT :most;

-- name: standing_of(forum_id, person_id)^
-- Whether a forum has ever been announced, and the roles of one person there.
SELECT f.announced, s.roles FROM forum f
LEFT JOIN seat s ON s.forum_id = f.forum_id AND s.person_id = CAST(:person_id AS uuid)
WHERE f.forum_id = :forum_id;

-- name: put_forum(forum_id, title, summary, place, host_body_id, host_name, time_zone, starts_at, ends_at, link_signs_in, short_code, state, version, scene, search_text)!
-- The short code and the scene are not put anew: the one never changes, the other has its own command.
-- Once announced a forum stays so, also when it is cancelled later.
INSERT INTO forum (forum_id, title, summary, place, host_body_id, host_name, time_zone, starts_at, ends_at,
                   link_signs_in, short_code, state, version, scene, search_text, announced)
VALUES (:forum_id, :title, :summary, :place, :host_body_id, :host_name, :time_zone, :starts_at, :ends_at,
        :link_signs_in, :short_code, :state, :version, :scene, :search_text, :state NOT IN ('draft', 'cancelled'))
ON CONFLICT (forum_id) DO UPDATE
SET title = excluded.title, summary = excluded.summary, place = excluded.place,
    host_body_id = excluded.host_body_id, host_name = excluded.host_name, time_zone = excluded.time_zone,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at, link_signs_in = excluded.link_signs_in,
    state = excluded.state, version = excluded.version, search_text = excluded.search_text,
    announced = forum.announced OR excluded.announced;

-- name: put_phases(forum_id, rows)!
INSERT INTO phase (forum_id, phase_id, number, kind, title, opens_at, closes_at, state)
SELECT :forum_id, phase_id, number, kind, title, opens_at, closes_at, state
FROM jsonb_to_recordset(:rows)
     AS r(phase_id uuid, number int, kind text, title text, opens_at timestamptz, closes_at timestamptz, state text)
ON CONFLICT (forum_id, phase_id) DO UPDATE
SET number = excluded.number, kind = excluded.kind, title = excluded.title,
    opens_at = excluded.opens_at, closes_at = excluded.closes_at, state = excluded.state;

-- name: drop_other_phases(forum_id, phase_ids)
DELETE FROM phase WHERE forum_id = :forum_id AND phase_id <> ALL(CAST(:phase_ids AS uuid[])) RETURNING phase_id;


-- The hall: screens, scenes, short addresses

-- name: forum_of_short_code(code)$
SELECT forum_id FROM forum WHERE short_code = :code;

-- name: set_scene(forum_id, scene)!
UPDATE forum SET scene = :scene WHERE forum_id = :forum_id;

-- name: add_pairing(forum_id, digest, label, life)$
INSERT INTO pairing (forum_id, digest, label, expires_at) VALUES (:forum_id, :digest, :label, now() + :life)
RETURNING expires_at;

-- name: drop_older_pairings(forum_id, kept)!
DELETE FROM pairing WHERE forum_id = :forum_id AND digest NOT IN (
    SELECT digest FROM pairing WHERE forum_id = :forum_id ORDER BY expires_at DESC, digest LIMIT :kept);

-- name: forum_of_pairing(digest)$
SELECT forum_id FROM pairing WHERE digest = :digest AND expires_at > now();

-- name: use_pairing(forum_id, digest)$
-- Single use: of two at once, one gets the label.
DELETE FROM pairing WHERE forum_id = :forum_id AND digest = :digest AND expires_at > now() RETURNING label;

-- name: add_screen(forum_id, screen_id, label, expires_at)^
INSERT INTO screen (forum_id, screen_id, label, expires_at) VALUES (:forum_id, :screen_id, :label, :expires_at)
RETURNING forum_id, screen_id, label, paired_at, expires_at;

-- name: list_screens(forum_id)
SELECT forum_id, screen_id, label, paired_at, expires_at FROM screen
WHERE forum_id = :forum_id AND ended_at IS NULL AND expires_at > now() ORDER BY paired_at, screen_id;

-- name: end_screen(forum_id, screen_id)^
UPDATE screen SET ended_at = now()
WHERE forum_id = :forum_id AND screen_id = :screen_id AND ended_at IS NULL AND expires_at > now()
RETURNING forum_id, screen_id, expires_at;

-- name: ended_screens()
SELECT forum_id, screen_id, expires_at FROM screen
WHERE ended_at IS NOT NULL AND expires_at > now() ORDER BY expires_at;

-- name: forget_pairings()!
DELETE FROM pairing WHERE expires_at < now();


-- Seats

-- name: known_seats(forum_id, emails)
-- Who of these addresses is known, and the seat they have in this forum, if any.
SELECT p.email, p.person_id, s.seat_id, s.full_name, s.position, s.sector, s.body_id, s.roles,
       trim_scale(s.weight)::text AS weight
FROM person p LEFT JOIN seat s ON s.forum_id = :forum_id AND s.person_id = p.person_id
WHERE p.email = ANY(:emails);

-- name: put_seats(forum_id, rows)!
INSERT INTO seat (forum_id, seat_id, person_id, full_name, position, sector, body_id, roles, weight, sort_key, search_text)
SELECT :forum_id, seat_id, person_id, full_name, position, sector, body_id, roles, weight, sort_key, search_text
FROM jsonb_to_recordset(:rows)
     AS r(seat_id uuid, person_id uuid, full_name text, position text, sector text, body_id uuid, roles text[],
          weight numeric, sort_key text, search_text text)
ON CONFLICT ON CONSTRAINT seat_once DO UPDATE
SET full_name = excluded.full_name, position = excluded.position, sector = excluded.sector,
    body_id = excluded.body_id, roles = excluded.roles, weight = excluded.weight, sort_key = excluded.sort_key,
    search_text = excluded.search_text;

-- name: has_organizer(forum_id)$
SELECT EXISTS (SELECT 1 FROM seat WHERE forum_id = :forum_id AND 'organizer' = ANY(roles));

-- name: withdraw_seat(forum_id, seat_id)^
DELETE FROM seat WHERE forum_id = :forum_id AND seat_id = :seat_id RETURNING seat_id, person_id;

-- name: place_of_seat(forum_id, seat_id)$
-- Where a seat stands in the list.
SELECT sort_key FROM seat WHERE forum_id = :forum_id AND seat_id = :seat_id;

-- name: list_seats(forum_id, sort_key, after, most, words, role, sector, invited)
-- Seats in the order of their people's names, after one of them; those that have every one of these words somewhere.
SELECT s.seat_id, s.person_id, s.full_name, p.email, s.position, s.sector, s.body_id, b.name AS body_name, s.roles,
       trim_scale(s.weight)::text AS weight, s.serial, s.invited_at
FROM seat s JOIN person p USING (person_id) LEFT JOIN body b USING (body_id)
WHERE s.forum_id = :forum_id
  AND (CAST(:after AS uuid) IS NULL OR (s.sort_key, s.seat_id) > (:sort_key, CAST(:after AS uuid)))
  AND concat_ws(' ', s.search_text, p.search_text, b.search_text) LIKE ALL(CAST(:words AS text[]))
  AND (CAST(:role AS text) IS NULL OR :role = ANY(s.roles))
  AND (CAST(:sector AS text) IS NULL OR s.sector = :sector)
  AND (CAST(:invited AS boolean) IS NULL OR (s.serial > 0) = :invited)
ORDER BY s.sort_key, s.seat_id LIMIT :most;

-- name: get_seat(forum_id, seat_id)^
-- A seat as it is listed, with the code of its body.
SELECT s.seat_id, s.person_id, s.full_name, p.email, s.position, s.sector, s.body_id, b.name AS body_name,
       b.code AS body_code, s.roles, trim_scale(s.weight)::text AS weight, s.serial, s.invited_at
FROM seat s JOIN person p USING (person_id) LEFT JOIN body b USING (body_id)
WHERE s.forum_id = :forum_id AND s.seat_id = :seat_id;

-- name: count_seats(forum_id)^
SELECT count(*) AS total, count(*) FILTER (WHERE serial > 0) AS invited, count(*) FILTER (WHERE serial = 0) AS not_invited
FROM seat WHERE forum_id = :forum_id;

-- name: count_found_seats(forum_id, words, role, sector, invited)$
-- How many `list_seats` lists page by page.
SELECT count(*) FROM seat s JOIN person p USING (person_id) LEFT JOIN body b USING (body_id)
WHERE s.forum_id = :forum_id
  AND concat_ws(' ', s.search_text, p.search_text, b.search_text) LIKE ALL(CAST(:words AS text[]))
  AND (CAST(:role AS text) IS NULL OR :role = ANY(s.roles))
  AND (CAST(:sector AS text) IS NULL OR s.sector = :sector)
  AND (CAST(:invited AS boolean) IS NULL OR (s.serial > 0) = :invited);

-- name: list_sectors(forum_id, most)
SELECT sector, count(*) AS seats FROM seat WHERE forum_id = :forum_id
GROUP BY sector ORDER BY count(*) DESC, sector LIMIT :most;

-- name: seats_for_export(forum_id)
SELECT s.full_name, p.email, s.sector, b.code AS body_code, s.position, s.roles, trim_scale(s.weight)::text AS weight,
       b.name AS body_name, s.invited_at
FROM seat s JOIN person p USING (person_id) LEFT JOIN body b USING (body_id)
WHERE s.forum_id = :forum_id ORDER BY s.sort_key, s.seat_id;

-- name: invite_the_rest(forum_id, but)
-- First invitations, for everyone without one but the organizer who asks.
UPDATE seat SET serial = 1, invited_at = now() WHERE forum_id = :forum_id AND serial = 0 AND person_id <> :but
RETURNING seat_id, person_id, serial;

-- name: present_seats(forum_id, seat_ids)
SELECT seat_id FROM seat WHERE forum_id = :forum_id AND seat_id = ANY(CAST(:seat_ids AS uuid[]));

-- name: invite_these(forum_id, seat_ids)
-- First invitations, for those of these seats that have none.
UPDATE seat SET serial = 1, invited_at = now()
WHERE forum_id = :forum_id AND serial = 0 AND seat_id = ANY(CAST(:seat_ids AS uuid[]))
RETURNING seat_id, person_id, serial;

-- name: invite_again(forum_id, seat_id)^
-- The links of earlier serials end here.
UPDATE seat SET serial = serial + 1, invited_at = now() WHERE forum_id = :forum_id AND seat_id = :seat_id
RETURNING seat_id, person_id, serial;

-- name: get_invitation(seat_id, serial)^
-- What an invitation's link stands for, with whether its person is an organizer of anything.
SELECT s.person_id, s.full_name, p.email, p.greeting, f.forum_id, f.title, f.state, f.link_signs_in,
       p.organizer OR EXISTS (SELECT 1 FROM seat o WHERE o.person_id = s.person_id AND 'organizer' = ANY(o.roles))
           AS organizes
FROM seat s JOIN person p USING (person_id) JOIN forum f USING (forum_id)
WHERE s.seat_id = :seat_id AND s.serial = :serial AND :serial > 0;


-- Sign-in and sessions

-- name: count_up(bucket, seconds, most)$
-- Count one more in the present stretch of time; null when there have been enough.
INSERT INTO sign_in_count (bucket, span, amount)
VALUES (:bucket, to_timestamp(floor(extract(epoch FROM now()) / :seconds) * :seconds), 1)
ON CONFLICT (bucket, span) DO UPDATE SET amount = sign_in_count.amount + 1 WHERE sign_in_count.amount < :most
RETURNING amount;

-- name: counted(bucket, seconds)$
SELECT amount FROM sign_in_count
WHERE bucket = :bucket AND span = to_timestamp(floor(extract(epoch FROM now()) / :seconds) * :seconds);

-- name: add_request(request_id, address, email, salt, life, has_code)!
-- Known or not, an address takes the same road.
INSERT INTO sign_in_request (request_id, address, person_id, salt, expires_at, has_code)
VALUES (:request_id, :address, (SELECT person_id FROM person WHERE email = :email), :salt, now() + :life, :has_code);

-- name: lock_open_requests(address, most_tries)
-- The requests of an address whose code can still be tried, newest first.
SELECT request_id, person_id, salt FROM sign_in_request
WHERE address = :address AND used_at IS NULL AND expires_at > now() AND has_code AND wrong_tries < :most_tries
ORDER BY request_id DESC FOR NO KEY UPDATE;

-- name: count_wrong_try(request_ids)!
UPDATE sign_in_request SET wrong_tries = wrong_tries + 1 WHERE request_id = ANY(CAST(:request_ids AS uuid[]));

-- name: get_request(request_id)^
SELECT request_id, salt FROM sign_in_request WHERE request_id = :request_id;

-- name: use_request(request_id)$
-- Single use: of two at once, one gets the person.
UPDATE sign_in_request SET used_at = now()
WHERE request_id = :request_id AND used_at IS NULL AND expires_at > now() AND person_id IS NOT NULL
RETURNING person_id;

-- name: get_letter(request_id)^
-- What a sign-in letter needs, while the request is still good for something.
SELECT r.request_id, r.salt, r.expires_at, p.full_name, p.email, p.language, p.greeting
FROM sign_in_request r JOIN person p USING (person_id)
WHERE r.request_id = :request_id AND r.used_at IS NULL AND r.expires_at > now();

-- name: forget_requests()!
DELETE FROM sign_in_request WHERE expires_at < now() - interval '1 day';

-- name: forget_counts()!
DELETE FROM sign_in_count WHERE span < now() - interval '2 days';

-- name: forget_sessions()!
DELETE FROM session WHERE expires_at < now() - interval '30 days';

-- name: begin_session(session_id, person_id, life, device)$
INSERT INTO session (session_id, person_id, expires_at, device) VALUES (:session_id, :person_id, now() + :life, :device)
RETURNING expires_at;

-- name: list_sessions(person_id)
SELECT session_id, began_at, expires_at, device FROM session
WHERE person_id = :person_id AND ended_at IS NULL AND expires_at > now() ORDER BY began_at DESC, session_id;

-- name: end_session(session_id, person_id)^
UPDATE session SET ended_at = now()
WHERE session_id = :session_id AND person_id = :person_id AND ended_at IS NULL AND expires_at > now()
RETURNING session_id, person_id, expires_at;

-- name: ended_sessions()
SELECT session_id, expires_at FROM session WHERE ended_at IS NOT NULL AND expires_at > now() ORDER BY expires_at;


-- What rows are found by, where an older version did not write it (finding.py)

-- name: people_not_filled(most)
SELECT person_id, full_name, email FROM person WHERE search_text = '' LIMIT :most FOR NO KEY UPDATE SKIP LOCKED;

-- name: fill_people(rows)!
UPDATE person p SET sort_key = r.sort_key, search_text = r.search_text
FROM jsonb_to_recordset(:rows) AS r(person_id uuid, sort_key text, search_text text) WHERE p.person_id = r.person_id;

-- name: seats_not_filled(most)
SELECT seat_id, full_name, position, sector FROM seat
WHERE search_text = '' LIMIT :most FOR NO KEY UPDATE SKIP LOCKED;

-- name: fill_seats(rows)!
UPDATE seat s SET sort_key = r.sort_key, search_text = r.search_text
FROM jsonb_to_recordset(:rows) AS r(seat_id uuid, sort_key text, search_text text) WHERE s.seat_id = r.seat_id;

-- name: bodies_not_filled(most)
SELECT body_id, code, name, kind FROM body WHERE search_text = '' LIMIT :most FOR NO KEY UPDATE SKIP LOCKED;

-- name: fill_bodies(rows)!
UPDATE body b SET search_text = r.search_text
FROM jsonb_to_recordset(:rows) AS r(body_id uuid, search_text text) WHERE b.body_id = r.body_id;

-- name: forums_not_filled(most)
SELECT forum_id, title, place, host_name FROM forum WHERE search_text = '' LIMIT :most FOR NO KEY UPDATE SKIP LOCKED;

-- name: fill_forums(rows)!
UPDATE forum f SET search_text = r.search_text
FROM jsonb_to_recordset(:rows) AS r(forum_id uuid, search_text text) WHERE f.forum_id = r.forum_id;


-- Search

-- name: find_forums(words, person_id, most)
-- Forums the asker may see, newest first; one never announced is known to its organizers only.
SELECT forum_id, title, place, host_name, state, starts_at FROM forum f
WHERE search_text LIKE ALL(CAST(:words AS text[]))
  AND (announced OR EXISTS (
       SELECT 1 FROM seat s
       WHERE s.forum_id = f.forum_id AND s.person_id = CAST(:person_id AS uuid) AND 'organizer' = ANY(s.roles)))
ORDER BY forum_id DESC LIMIT :most;

-- name: find_bodies(words, most)
SELECT body_id, kind, code, name FROM body WHERE search_text LIKE ALL(CAST(:words AS text[]))
ORDER BY code, body_id LIMIT :most;

-- name: find_seats(words, person_id, most)
-- Seats in the forums this person organizes.
SELECT s.person_id, s.full_name, p.email, s.position, s.forum_id, f.title AS forum_title, s.seat_id
FROM seat mine
JOIN seat s USING (forum_id) JOIN forum f USING (forum_id)
JOIN person p ON p.person_id = s.person_id LEFT JOIN body b ON b.body_id = s.body_id
WHERE mine.person_id = :person_id AND 'organizer' = ANY(mine.roles)
  AND concat_ws(' ', s.search_text, p.search_text, b.search_text) LIKE ALL(CAST(:words AS text[]))
ORDER BY s.sort_key, s.forum_id DESC LIMIT :most;

-- name: find_people(words, but, most)
-- People of the directory, without those found already.
SELECT person_id, full_name, email FROM person
WHERE search_text LIKE ALL(CAST(:words AS text[])) AND person_id <> ALL(CAST(:but AS uuid[]))
ORDER BY sort_key, person_id LIMIT :most;


-- What is kept about one person

-- name: kept_person(person_id)^
SELECT person_id, full_name, email, language, greeting, organizer, recorded_at FROM person WHERE person_id = :person_id;

-- name: kept_seats(person_id)
-- The title of a forum never announced is its organizers' affair; that there is a seat for one in it is not.
SELECT s.seat_id, s.person_id, s.forum_id, s.full_name, s.position, s.sector, s.body_id, b.name AS body_name, s.roles,
       trim_scale(s.weight)::text AS weight, s.serial, s.invited_at, f.state,
       CASE WHEN f.announced OR 'organizer' = ANY(s.roles) THEN f.title END AS title
FROM seat s JOIN forum f USING (forum_id) LEFT JOIN body b USING (body_id)
WHERE s.person_id = :person_id ORDER BY s.forum_id DESC;

-- name: kept_sessions(person_id)
SELECT session_id, began_at, expires_at, ended_at, device FROM session
WHERE person_id = :person_id ORDER BY began_at DESC, session_id;

-- name: kept_requests(person_id)
SELECT asked_at, expires_at, used_at, wrong_tries FROM sign_in_request
WHERE person_id = :person_id ORDER BY asked_at DESC, request_id;
