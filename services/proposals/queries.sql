-- Named queries of the proposals service.

-- Clock and numbers --------------------------------------------------------------------------------------------------

-- name: moment()$
-- This very moment, where now() would be the start of the transaction.
SELECT clock_timestamp();

-- name: title_of_forum(forum_id)$
SELECT title FROM forum WHERE forum_id = :forum_id;

-- name: today(time_zone)$
SELECT (now() AT TIME ZONE :time_zone)::date;

-- name: next_number(forum_id, what)$
INSERT INTO numbering (forum_id, what, last) VALUES (:forum_id, :what, 1)
ON CONFLICT (forum_id, what) DO UPDATE SET last = numbering.last + 1
RETURNING last;

-- name: next_in_register(body_id, kind, year)$
INSERT INTO register (body_id, kind, year, last) VALUES (:body_id, :kind, :year, 1)
ON CONFLICT (body_id, kind, year) DO UPDATE SET last = register.last + 1
RETURNING last;

-- Copies of what the forum service tells -----------------------------------------------------------------------------

-- name: put_forum(forum_id, title, host_body_id, time_zone, state, announced, open_phases)!
-- Once announced a forum stays readable, also when it is cancelled later.
INSERT INTO forum (forum_id, title, host_body_id, time_zone, state, announced, open_phases)
VALUES (:forum_id, :title, :host_body_id, :time_zone, :state, :announced, :open_phases)
ON CONFLICT (forum_id) DO UPDATE
SET title = excluded.title, host_body_id = excluded.host_body_id, time_zone = excluded.time_zone,
    state = excluded.state, announced = forum.announced OR excluded.announced, open_phases = excluded.open_phases;

-- name: put_seats(forum_id, seats)!
-- One told before seats had weights weighs one.
INSERT INTO seat (forum_id, seat_id, person_id, full_name, position, sector, roles, weight, sort_key, search_text)
SELECT :forum_id, seat_id, person_id, full_name, position, sector, roles, coalesce(weight, 1), sort_key, search_text
FROM jsonb_to_recordset(:seats)
     AS s(seat_id uuid, person_id uuid, full_name text, position text, sector text, roles text[], weight numeric,
          sort_key text, search_text text)
ON CONFLICT (forum_id, seat_id) DO UPDATE
SET person_id = excluded.person_id, full_name = excluded.full_name, position = excluded.position,
    sector = excluded.sector, roles = excluded.roles, weight = excluded.weight, sort_key = excluded.sort_key,
    search_text = excluded.search_text;

-- name: drop_seat(forum_id, seat_id)!
DELETE FROM seat WHERE forum_id = :forum_id AND seat_id = :seat_id;

-- name: put_body(body_id, code, name)!
INSERT INTO body (body_id, code, name) VALUES (:body_id, :code, :name)
ON CONFLICT (body_id) DO UPDATE SET code = excluded.code, name = excluded.name;

-- name: put_person(person_id, full_name)!
INSERT INTO person (person_id, full_name) VALUES (:person_id, :full_name)
ON CONFLICT (person_id) DO UPDATE SET full_name = excluded.full_name;

-- name: put_leader(body_id, person_id, title)!
INSERT INTO leader (body_id, person_id, title) VALUES (:body_id, :person_id, :title)
ON CONFLICT (body_id, person_id) DO UPDATE SET title = excluded.title;

-- name: drop_leader(body_id, person_id)!
DELETE FROM leader WHERE body_id = :body_id AND person_id = :person_id;

-- name: leads(body_id, person_id)$
SELECT EXISTS (SELECT FROM leader WHERE body_id = :body_id AND person_id = :person_id);

-- name: known_bodies(body_ids)
SELECT body_id FROM body WHERE body_id = ANY(:body_ids::uuid[]);

-- name: lock_forum(forum_id)$
-- What changes a forum's solutions and rounds goes one after another.
SELECT forum_id FROM forum WHERE forum_id = :forum_id FOR NO KEY UPDATE;

-- name: forum_as_seen(forum_id, person_id)^
-- A forum with the seat of who asks.
SELECT f.forum_id, f.title, f.host_body_id, f.time_zone, f.state, f.announced, f.open_phases,
       s.full_name, s.position, s.sector, coalesce(s.roles, '{}') AS roles
FROM forum f LEFT JOIN seat s ON s.forum_id = f.forum_id AND s.person_id = :person_id
WHERE f.forum_id = :forum_id
ORDER BY s.seat_id DESC LIMIT 1;

-- Proposals ----------------------------------------------------------------------------------------------------------

-- name: insert_proposal(forum_id, proposal_id, number, person_id, author, sector, problem, measure, who_acts, by_when, search_text)!
INSERT INTO proposal
    (forum_id, proposal_id, number, person_id, author, sector, problem, measure, who_acts, by_when, search_text)
VALUES
    (:forum_id, :proposal_id, :number, :person_id, :author, :sector, :problem, :measure, :who_acts, :by_when,
     :search_text);

-- name: delete_proposal(forum_id, proposal_id)!
DELETE FROM proposal WHERE forum_id = :forum_id AND proposal_id = :proposal_id;

-- name: offered_by(forum_id, proposal_id)$
SELECT person_id FROM proposal WHERE forum_id = :forum_id AND proposal_id = :proposal_id;

-- name: proposals(forum_id, proposal_ids, person_id)
-- These proposals, in this order, with the solution each went into and what the asker's opinion is.
SELECT p.forum_id, p.proposal_id, p.number, p.person_id, p.author, p.sector, p.problem, p.measure, p.who_acts,
       p.by_when, p.offered_at, p.agree, p.disagree, p.pass,
       l.solution_id, s.number AS solution_number, s.title AS solution_title, o.opinion AS own_opinion
FROM unnest(:proposal_ids::uuid[]) WITH ORDINALITY AS wanted(proposal_id, place)
JOIN proposal p ON (p.forum_id, p.proposal_id) = (:forum_id, wanted.proposal_id)
LEFT JOIN solution_proposal l ON (l.forum_id, l.proposal_id) = (p.forum_id, p.proposal_id)
LEFT JOIN solution s ON (s.forum_id, s.solution_id) = (l.forum_id, l.solution_id)
LEFT JOIN opinion o ON (o.forum_id, o.person_id, o.proposal_id) = (p.forum_id, :person_id::uuid, p.proposal_id)
ORDER BY wanted.place;

-- name: count_proposals(forum_id)$
SELECT count(*) FROM proposal WHERE forum_id = :forum_id;

-- name: keep_proposals(forum_id, proposal_ids)
-- Those that exist, kept from being taken back until we are done.
SELECT proposal_id FROM proposal
WHERE forum_id = :forum_id AND proposal_id = ANY(:proposal_ids::uuid[])
ORDER BY proposal_id FOR KEY SHARE;

-- Finding proposals --------------------------------------------------------------------------------------------------

-- name: find_proposals(forum_id, patterns, sector, state, solution_id, arrangement, rank, number, amount)
-- The proposals after a place in an arrangement, and how many there are in all: one row more than asked for says that
-- there are more, and one without a proposal that there is none.
WITH found AS (
    SELECT p.proposal_id, p.number,
           CASE :arrangement WHEN 'newest' THEN p.number WHEN 'most-agreed' THEN p.agree ELSE -p.number END AS rank
    FROM proposal p LEFT JOIN solution_proposal l USING (forum_id, proposal_id)
    WHERE p.forum_id = :forum_id AND p.search_text LIKE ALL(:patterns::text[])
      AND (:sector = '' OR p.sector = :sector)
      AND (:state::text IS NULL OR (l.solution_id IS NOT NULL) = (:state = 'consolidated'))
      AND (:solution_id::uuid IS NULL OR l.solution_id = :solution_id))
SELECT total, proposal_id, number, rank
FROM (SELECT count(*) AS total FROM found) AS counted
LEFT JOIN LATERAL (
    SELECT * FROM found
    WHERE :rank::int IS NULL OR rank < :rank OR (rank = :rank AND number > :number)
    ORDER BY rank DESC, number LIMIT :amount) AS page ON true
ORDER BY rank DESC, number;

-- name: sectors_of_proposals(forum_id)
SELECT DISTINCT sector FROM proposal WHERE forum_id = :forum_id ORDER BY sector;

-- name: alike(forum_id, pairs, amount)
-- The proposals that share most of these pairs of syllables, newest first among equals.
SELECT p.proposal_id, p.search_text
FROM proposal p
CROSS JOIN LATERAL (
    SELECT count(*) AS pairs FROM unnest(:pairs::text[]) AS pair WHERE strpos(p.search_text, pair) > 0) AS shared
WHERE p.forum_id = :forum_id AND shared.pairs > 0
ORDER BY shared.pairs DESC, p.number DESC LIMIT :amount;

-- name: search_proposals(person_id, patterns, amount)
-- In the forums the asker may know of.
SELECT p.forum_id, f.title AS forum_title, p.proposal_id, p.number, p.author, p.problem, p.measure
FROM proposal p JOIN forum f USING (forum_id)
WHERE p.search_text LIKE ALL(:patterns::text[])
  AND (f.announced OR EXISTS (SELECT FROM seat s WHERE s.forum_id = f.forum_id AND s.person_id = :person_id
                              AND 'organizer' = ANY(s.roles)))
ORDER BY p.offered_at DESC, p.proposal_id LIMIT :amount;

-- name: search_solutions(person_id, patterns, amount)
-- In the forums the asker may know of; ids are in the order they were made.
SELECT s.forum_id, f.title AS forum_title, s.solution_id, s.number, s.title, s.text
FROM solution s JOIN forum f USING (forum_id)
WHERE NOT s.withdrawn AND s.search_text LIKE ALL(:patterns::text[])
  AND (f.announced OR EXISTS (SELECT FROM seat t WHERE t.forum_id = f.forum_id AND t.person_id = :person_id
                              AND 'organizer' = ANY(t.roles)))
ORDER BY s.solution_id DESC LIMIT :amount;

-- What rows are found by, where an older version did not write it (model/finding.py)

-- name: proposals_not_filled(most)
SELECT proposal_id, problem, measure, who_acts, author, number FROM proposal
WHERE search_text = '' LIMIT :most FOR NO KEY UPDATE SKIP LOCKED;

-- name: fill_proposals(rows)!
UPDATE proposal p SET search_text = r.search_text
FROM jsonb_to_recordset(:rows) AS r(proposal_id uuid, search_text text) WHERE p.proposal_id = r.proposal_id;

-- name: solutions_not_filled(most)
SELECT solution_id, title, text, number FROM solution
WHERE search_text = '' LIMIT :most FOR NO KEY UPDATE SKIP LOCKED;

-- name: fill_solutions(rows)!
UPDATE solution s SET search_text = r.search_text
FROM jsonb_to_recordset(:rows) AS r(solution_id uuid, search_text text) WHERE s.solution_id = r.solution_id;

-- Opinions -----------------------------------------------------------------------------------------------------------

-- name: roles_of(forum_id, person_ids)
-- The roles of these people, by the same of their seats as in `forum_as_seen`.
SELECT DISTINCT ON (person_id) person_id::text, roles FROM seat
WHERE forum_id = :forum_id AND person_id = ANY(:person_ids::uuid[])
ORDER BY person_id, seat_id DESC;

-- name: lock_proposals(forum_id, proposal_ids)
-- In id order, or two batches over the same proposals could wait for each other.
SELECT proposal_id::text, agree, disagree, pass FROM proposal
WHERE forum_id = :forum_id AND proposal_id = ANY(:proposal_ids::uuid[])
ORDER BY proposal_id FOR NO KEY UPDATE;

-- name: opinions_given(forum_id, proposal_ids, person_ids)
-- What stands at these places, each looked up by its key.
SELECT o.proposal_id::text, o.person_id::text, o.opinion
FROM unnest(:proposal_ids::uuid[], :person_ids::uuid[]) AS wanted(proposal_id, person_id)
CROSS JOIN LATERAL (
    SELECT proposal_id, person_id, opinion FROM opinion
    WHERE forum_id = :forum_id AND person_id = wanted.person_id AND proposal_id = wanted.proposal_id OFFSET 0) AS o;

-- name: put_opinions(forum_id, proposal_ids, person_ids, opinions)!
INSERT INTO opinion (forum_id, proposal_id, person_id, opinion)
SELECT :forum_id, proposal_id, person_id, opinion
FROM unnest(:proposal_ids::uuid[], :person_ids::uuid[], :opinions::text[]) AS o(proposal_id, person_id, opinion)
ON CONFLICT ON CONSTRAINT one_opinion_each DO UPDATE SET opinion = excluded.opinion;

-- name: put_opinion_counts(forum_id, counts)!
UPDATE proposal SET agree = c.agree, disagree = c.disagree, pass = c.pass
FROM jsonb_to_recordset(:counts) AS c(proposal_id uuid, agree int, disagree int, pass int)
WHERE proposal.forum_id = :forum_id AND proposal.proposal_id = c.proposal_id;

-- name: next_to_judge(forum_id, person_id)$
-- The proposal the person has said nothing of that fewest have judged; among equals each person has an order of their
-- own, so that all proposals are seen alike.
SELECT p.proposal_id FROM proposal p
WHERE p.forum_id = :forum_id AND NOT EXISTS (
    SELECT FROM opinion o
    WHERE (o.forum_id, o.person_id, o.proposal_id) = (p.forum_id, :person_id, p.proposal_id))
ORDER BY p.agree + p.disagree + p.pass, md5(p.proposal_id::text || :person_id::text), p.proposal_id LIMIT 1;

-- name: count_opinions_of(forum_id, person_id)$
SELECT count(*) FROM opinion WHERE forum_id = :forum_id AND person_id = :person_id;

-- Solutions ----------------------------------------------------------------------------------------------------------

-- name: insert_solution(forum_id, solution_id, number, title, text, body_ids, search_text)!
INSERT INTO solution (forum_id, solution_id, number, title, text, body_ids, search_text)
VALUES (:forum_id, :solution_id, :number, :title, :text, :body_ids::uuid[], :search_text);

-- name: update_solution(forum_id, solution_id, title, text, body_ids, search_text)!
UPDATE solution
SET title = :title, text = :text, body_ids = :body_ids::uuid[], search_text = :search_text, version = version + 1
WHERE forum_id = :forum_id AND solution_id = :solution_id;

-- name: withdraw_solution(forum_id, solution_id)!
UPDATE solution SET withdrawn = true, version = version + 1
WHERE forum_id = :forum_id AND solution_id = :solution_id;

-- name: free_proposals(forum_id, solution_id)!
DELETE FROM solution_proposal WHERE forum_id = :forum_id AND solution_id = :solution_id;

-- name: take_proposals(forum_id, solution_id, proposal_ids)!
INSERT INTO solution_proposal (forum_id, proposal_id, solution_id)
SELECT :forum_id, proposal_id, :solution_id FROM unnest(:proposal_ids::uuid[]) AS taken(proposal_id);

-- name: solution_is_in_vote(forum_id, solution_id, states)$
SELECT EXISTS (
    SELECT FROM round_option JOIN round USING (forum_id, round_id)
    WHERE forum_id = :forum_id AND solution_id = :solution_id AND state = ANY(:states));

-- name: lock_rounds_of_solution(forum_id, solution_id, states)
-- In id order, as everywhere.
SELECT r.round_id FROM round r
WHERE r.forum_id = :forum_id AND r.state = ANY(:states) AND EXISTS (
    SELECT FROM round_option o
    WHERE (o.forum_id, o.round_id, o.solution_id) = (r.forum_id, r.round_id, :solution_id))
ORDER BY r.round_id FOR NO KEY UPDATE;

-- name: solution(forum_id, solution_id)^
SELECT s.forum_id, s.solution_id, s.number, s.title, s.text, s.body_ids, s.version,
       array(SELECT p.proposal_id FROM solution_proposal l JOIN proposal p USING (forum_id, proposal_id)
             WHERE l.forum_id = s.forum_id AND l.solution_id = s.solution_id ORDER BY p.number) AS proposal_ids
FROM solution s
WHERE s.forum_id = :forum_id AND s.solution_id = :solution_id AND NOT s.withdrawn;

-- name: solutions(forum_id)
SELECT s.forum_id, s.solution_id, s.number, s.title, s.text, s.body_ids, s.version,
       array(SELECT p.proposal_id FROM solution_proposal l JOIN proposal p USING (forum_id, proposal_id)
             WHERE l.forum_id = s.forum_id AND l.solution_id = s.solution_id ORDER BY p.number) AS proposal_ids
FROM solution s
WHERE s.forum_id = :forum_id AND NOT s.withdrawn
ORDER BY s.number;

-- name: names_of_bodies(body_ids)
SELECT body_id, code, name FROM body WHERE body_id = ANY(:body_ids::uuid[]);

-- name: adopted_solutions(forum_id)
-- What certified rounds have adopted.
SELECT DISTINCT s.solution_id, s.title, s.text, s.body_ids
FROM round r JOIN round_option o USING (forum_id, round_id) JOIN solution s USING (forum_id, solution_id)
WHERE r.forum_id = :forum_id AND r.state = 'certified' AND o.adopted;

-- Rounds -------------------------------------------------------------------------------------------------------------

-- name: insert_round(forum_id, round_id, number, title, named, names_shown, method, settings, rule, live_tally, revisable, reopening, proxies, reminder_minutes, counts)!
INSERT INTO round (forum_id, round_id, number, title, named, names_shown, method, settings, rule, live_tally, revisable,
                   reopening, proxies, reminder_minutes, counts)
VALUES (:forum_id, :round_id, :number, :title, :named, :names_shown, :method, :settings, :rule, :live_tally, :revisable,
        :reopening, :proxies, :reminder_minutes, :counts);

-- name: amend_round(forum_id, round_id, title, named, names_shown, method, settings, rule, live_tally, revisable, reopening, proxies, reminder_minutes, counts)!
UPDATE round SET title = :title, named = :named, names_shown = :names_shown, method = :method, settings = :settings,
    rule = :rule, live_tally = :live_tally, revisable = :revisable, reopening = :reopening, proxies = :proxies,
    reminder_minutes = :reminder_minutes, counts = :counts, version = version + 1
WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: drop_options(forum_id, round_id)!
DELETE FROM round_option WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: insert_options(forum_id, round_id, solution_ids)!
INSERT INTO round_option (forum_id, round_id, place, solution_id)
SELECT :forum_id, :round_id, place, solution_id
FROM unnest(:solution_ids::uuid[]) WITH ORDINALITY AS o(solution_id, place);

-- name: lock_round(forum_id, round_id)$
-- Opening, closing, counting and certifying a round go one after another.
SELECT round_id FROM round WHERE forum_id = :forum_id AND round_id = :round_id FOR NO KEY UPDATE;

-- name: lock_all_rounds(forum_id)
-- In id order, as everywhere.
SELECT round_id FROM round WHERE forum_id = :forum_id ORDER BY round_id FOR NO KEY UPDATE;

-- name: round(forum_id, round_id)^
SELECT * FROM round WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: rounds(forum_id)
SELECT * FROM round WHERE forum_id = :forum_id ORDER BY number;

-- name: options(forum_id, round_ids)
SELECT o.round_id, o.solution_id, s.number, s.title, o.adopted
FROM round_option o JOIN solution s USING (forum_id, solution_id)
WHERE o.forum_id = :forum_id AND o.round_id = ANY(:round_ids::uuid[])
ORDER BY o.round_id, o.place;

-- name: rounds_of_solution(forum_id, solution_id)
-- The rounds that have it on their ballot.
SELECT r.round_id, r.number, r.title, r.state, r.opened_at, r.closes_at, o.adopted
FROM round_option o JOIN round r USING (forum_id, round_id)
WHERE o.forum_id = :forum_id AND o.solution_id = :solution_id
ORDER BY r.number;

-- name: freeze_roll(forum_id, round_id, after, amount)
-- The electors are those who hold a delegate's seat at this moment; the next of them after a person.
INSERT INTO roll (forum_id, round_id, person_id, sector, weight)
SELECT DISTINCT ON (person_id) forum_id, :round_id, person_id, sector, weight
FROM seat WHERE forum_id = :forum_id AND 'delegate' = ANY(roles) AND person_id > :after
ORDER BY person_id, seat_id LIMIT :amount
RETURNING person_id;

-- name: weights(forum_id, round_id)
SELECT weight, count(*) AS electors FROM roll
WHERE forum_id = :forum_id AND round_id = :round_id GROUP BY weight ORDER BY weight;

-- name: open_round(forum_id, round_id, closes_at, electors, unit)!
UPDATE round SET state = 'open', opened_at = now(), closes_at = :closes_at, electors = :electors, unit = :unit,
    version = version + 1
WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: pause_round(forum_id, round_id)!
UPDATE round SET state = 'paused', paused_at = clock_timestamp(), version = version + 1
WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: resume_round(forum_id, round_id)!
UPDATE round SET state = 'open', closes_at = closes_at + (clock_timestamp() - paused_at), paused_at = NULL,
    version = version + 1
WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: move_closing(forum_id, round_id, closes_at)!
UPDATE round SET closes_at = :closes_at, version = version + 1 WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: put_state(forum_id, round_id, state)!
UPDATE round SET state = :state, paused_at = NULL, version = version + 1 WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: put_present(forum_id, round_id, present)!
UPDATE round SET present = :present, version = version + 1 WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: put_progress(forum_id, round_id, state, progress, trouble)!
UPDATE round SET state = :state, progress = :progress, trouble = :trouble, version = version + 1
WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: counting_round()^
-- The round that has waited longest for its result.
SELECT forum_id, round_id FROM round WHERE state = 'counting' ORDER BY closes_at, round_id LIMIT 1;

-- name: put_result(forum_id, round_id, result)!
INSERT INTO round_result (forum_id, round_id, result) VALUES (:forum_id, :round_id, :result);

-- name: put_record(forum_id, round_id, record)!
INSERT INTO round_record (forum_id, round_id, record) VALUES (:forum_id, :round_id, :record);

-- name: record(forum_id, round_id)$
SELECT record FROM round_record WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: lock_log()!
-- Records are entered one after another.
LOCK TABLE record_log IN SHARE ROW EXCLUSIVE MODE;

-- name: log()
SELECT name FROM record_log ORDER BY place;

-- name: enter_in_log(place, name, forum_id, round_id)!
INSERT INTO record_log (place, name, forum_id, round_id) VALUES (:place, :name, :forum_id, :round_id);

-- name: result(forum_id, round_id)$
SELECT result FROM round_result WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: put_sheets_counted(forum_id, round_id, ballots, counts)!
-- What was counted with the sheets, in place of what was without them.
UPDATE round SET ballots = :ballots, counts = :counts WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: put_adopted(forum_id, round_id, adopted)!
UPDATE round_option o SET adopted = a.adopted
FROM unnest(:adopted::boolean[]) WITH ORDINALITY AS a(adopted, place)
WHERE o.forum_id = :forum_id AND o.round_id = :round_id AND o.place = a.place;

-- name: not_voted(forum_id, round_id)
-- Who still has a ballot to cast here, and not on paper: the holder of a proxy in place of who gave it.
SELECT DISTINCT coalesce(holder, person_id) AS person_id FROM roll
WHERE forum_id = :forum_id AND round_id = :round_id AND revision = 0 AND NOT on_paper
ORDER BY 1;

-- name: page_of_ballots(forum_id, round_id, after, amount)
-- The ballots of a named round, some at a time.
SELECT elector, choices, nonce FROM ballot
WHERE forum_id = :forum_id AND round_id = :round_id AND elector > :after
ORDER BY elector LIMIT :amount;

-- name: page_of_roll(forum_id, round_id, after, amount)
SELECT person_id, weight, sector, revision, holder, on_paper FROM roll
WHERE forum_id = :forum_id AND round_id = :round_id AND person_id > :after
ORDER BY person_id LIMIT :amount;

-- name: places_of(forum_id, round_id, person_id)
-- The places on a roll a person may know of: their own first, then those of whom they hold a proxy; with the ballots
-- that are in, where the round is named.
SELECT r.person_id, s.full_name, r.revision, r.set_aside, trim_scale(r.weight)::text AS weight, r.holder,
       h.full_name AS holder_name, r.on_paper, b.choices, b.nonce
FROM roll r
LEFT JOIN ballot b ON (b.forum_id, b.round_id, b.elector) = (r.forum_id, r.round_id, r.person_id)
LEFT JOIN person s ON s.person_id = r.person_id
LEFT JOIN person h ON h.person_id = r.holder
WHERE r.forum_id = :forum_id AND r.round_id = :round_id
  AND (r.person_id = :person_id OR r.holder = :person_id)
ORDER BY (r.person_id = :person_id) DESC, r.person_id;

-- Ballots that are set aside -----------------------------------------------------------------------------------------

-- name: take_back_revisions(forum_id, round_id, after, amount)
-- The next of those who have voted, after a person: they have not. Answers who cast each ballot, and its revision.
UPDATE roll SET revision = 0, set_aside = true
FROM (
    SELECT forum_id, round_id, person_id, revision FROM roll
    WHERE forum_id = :forum_id AND round_id = :round_id AND person_id > :after AND revision > 0
    ORDER BY person_id LIMIT :amount
) AS voted
WHERE (roll.forum_id, roll.round_id, roll.person_id) = (voted.forum_id, voted.round_id, voted.person_id)
RETURNING roll.person_id, coalesce(roll.holder, roll.person_id) AS voter, voted.revision;

-- name: drop_ballots(forum_id, round_id, after, last)!
-- Those of a named round whose electors come after a person, up to the last.
DELETE FROM ballot WHERE forum_id = :forum_id AND round_id = :round_id AND elector > :after AND elector <= :last;

-- name: put_set_aside(forum_id, round_id, more, counts, change)!
-- The round without a ballot; what was on its way to it replaces none.
UPDATE round SET voided = voided + :more, ballots = 0, counts = :counts, changes = changes || :change,
    version = version + 1
WHERE forum_id = :forum_id AND round_id = :round_id;

-- The roll, and who votes for whom --------------------------------------------------------------------------------------

-- name: delegates(forum_id, person_ids)
-- Those of these people who would be on a roll that is frozen now, as they would be.
SELECT DISTINCT ON (person_id) person_id, full_name, sector, weight FROM seat
WHERE forum_id = :forum_id AND 'delegate' = ANY(roles) AND person_id = ANY(:person_ids::uuid[])
ORDER BY person_id, seat_id;

-- name: names(forum_id, person_ids)
-- What these people are called in the forum, or else in the directory.
SELECT person_id, coalesce(
    (SELECT full_name FROM seat s WHERE s.forum_id = :forum_id AND s.person_id = wanted.person_id LIMIT 1),
    (SELECT full_name FROM person p WHERE p.person_id = wanted.person_id), '') AS full_name
FROM unnest(:person_ids::uuid[]) AS wanted(person_id);

-- name: proxies_about(forum_id, round_id, person_ids)
-- The proxies these people gave or were given, whatever became of them.
SELECT person_id, holder, state, reason FROM proxy
WHERE forum_id = :forum_id AND round_id = :round_id
  AND (person_id = ANY(:person_ids::uuid[]) OR holder = ANY(:person_ids::uuid[]))
ORDER BY person_id, holder;

-- name: own_proxies(forum_id, round_id, person_id)
-- Those of one person, what stands first and then the latest; and whether it was used: the ballot is in, or
-- a sheet was taken.
SELECT p.person_id, p.holder, p.state, p.reason,
       coalesce((r.revision > 0 OR r.on_paper) AND r.holder = p.holder, false) AS used,
       trim_scale(coalesce(r.weight, s.weight, 1))::text AS weight
FROM proxy p
LEFT JOIN roll r ON (r.forum_id, r.round_id, r.person_id) = (p.forum_id, p.round_id, p.person_id)
LEFT JOIN LATERAL (
    SELECT weight FROM seat WHERE forum_id = p.forum_id AND person_id = p.person_id AND 'delegate' = ANY(roles)
    ORDER BY seat_id LIMIT 1) AS s ON true
WHERE p.forum_id = :forum_id AND p.round_id = :round_id AND (p.person_id = :person_id OR p.holder = :person_id)
ORDER BY p.state = 'given' DESC, p.changed_at DESC, p.person_id;

-- name: put_proxy(forum_id, round_id, person_id, holder)!
INSERT INTO proxy (forum_id, round_id, person_id, holder) VALUES (:forum_id, :round_id, :person_id, :holder)
ON CONFLICT (forum_id, round_id, person_id, holder) DO UPDATE SET state = 'given', reason = '', changed_at = now();

-- name: end_proxy(forum_id, round_id, person_id, state, reason, struck_by)^
-- The proxy this person has given, if it still stands.
UPDATE proxy SET state = :state, reason = :reason, struck_by = :struck_by, changed_at = now()
WHERE forum_id = :forum_id AND round_id = :round_id AND person_id = :person_id AND state = 'given'
RETURNING person_id, holder, state, reason;

-- name: most_held(forum_id, round_id)$
-- How many proxies the one holds who holds most.
SELECT coalesce(max(held), 0) FROM (
    SELECT count(*) AS held FROM proxy
    WHERE forum_id = :forum_id AND round_id = :round_id AND state = 'given' GROUP BY holder) AS each;

-- name: enter_holders(forum_id, round_id)!
-- The proxies between electors, written on a roll that has just been frozen.
UPDATE roll r SET holder = p.holder
FROM proxy p JOIN roll h ON (h.forum_id, h.round_id, h.person_id) = (p.forum_id, p.round_id, p.holder)
WHERE r.forum_id = :forum_id AND r.round_id = :round_id
  AND (p.forum_id, p.round_id, p.person_id) = (r.forum_id, r.round_id, r.person_id) AND p.state = 'given';

-- name: lapse_proxies(forum_id, round_id)
-- The proxies that are not on the roll: one of both is no elector.
UPDATE proxy p SET state = 'lapsed', changed_at = now()
WHERE p.forum_id = :forum_id AND p.round_id = :round_id AND p.state = 'given' AND NOT EXISTS (
    SELECT FROM roll r WHERE (r.forum_id, r.round_id, r.person_id) = (p.forum_id, p.round_id, p.person_id)
                         AND r.holder = p.holder)
RETURNING person_id, holder, state, reason;

-- name: place_on_roll(forum_id, round_id, person_id)^
SELECT person_id, revision, weight, holder, on_paper FROM roll
WHERE forum_id = :forum_id AND round_id = :round_id AND person_id = :person_id;

-- name: take_mandate_back(forum_id, round_id, person_id)!
UPDATE roll SET holder = NULL WHERE forum_id = :forum_id AND round_id = :round_id AND person_id = :person_id;

-- name: give_mandates_back(forum_id, round_id, holder)!
UPDATE roll SET holder = NULL WHERE forum_id = :forum_id AND round_id = :round_id AND holder = :holder;

-- name: strike_off(forum_id, round_id, person_id)!
-- Somebody who has not voted is no longer on the roll.
DELETE FROM roll WHERE forum_id = :forum_id AND round_id = :round_id AND person_id = :person_id AND revision = 0;

-- name: enter_on_roll(forum_id, round_id, person_id, sector, weight)!
INSERT INTO roll (forum_id, round_id, person_id, sector, weight)
VALUES (:forum_id, :round_id, :person_id, :sector, :weight);

-- name: put_roll_facts(forum_id, round_id, more, unit, counts, admission)!
-- What the round says of its roll, after it changed.
UPDATE round SET electors = electors + :more, unit = :unit, counts = :counts, admissions = admissions || :admission,
    version = version + 1
WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: insert_admission(forum_id, admission_id, round_id, person_id, replaces, reason, proposed_by)!
INSERT INTO admission (forum_id, admission_id, round_id, person_id, replaces, reason, proposed_by)
VALUES (:forum_id, :admission_id, :round_id, :person_id, :replaces, :reason, :proposed_by);

-- name: decide_admission(forum_id, admission_id, state, person_id)!
UPDATE admission SET state = :state, decided_by = :person_id, decided_at = now()
WHERE forum_id = :forum_id AND admission_id = :admission_id;

-- name: admissions(forum_id, round_id)
SELECT * FROM admission WHERE forum_id = :forum_id AND round_id = :round_id ORDER BY proposed_at, admission_id;

-- name: find_on_roll(forum_id, round_id, prepared, patterns, who, after, amount)
-- A page of a roll by name: as it was frozen, or of a round that is prepared, as it would be now. One row more than asked
-- for says that there are more, and one without a person that there is none.
WITH elector AS (
    SELECT person_id, sector, weight, revision > 0 AS voted, holder, on_paper FROM roll
    WHERE NOT :prepared AND forum_id = :forum_id AND round_id = :round_id
    UNION ALL
    SELECT s.person_id, s.sector, s.weight, false, p.holder, false
    FROM (SELECT DISTINCT ON (person_id) person_id, sector, weight FROM seat
          WHERE :prepared AND forum_id = :forum_id AND 'delegate' = ANY(roles) ORDER BY person_id, seat_id) AS s
    LEFT JOIN proxy p ON (p.forum_id, p.round_id, p.person_id) = (:forum_id, :round_id, s.person_id) AND p.state = 'given'
), named AS (
    SELECT e.*, coalesce(s.full_name, p.full_name, '') AS full_name, coalesce(s.position, '') AS position,
           coalesce(s.sort_key, '') AS sort_key, coalesce(s.search_text, '') AS search_text,
           coalesce(h.holds, 0) AS holds
    FROM elector e
    LEFT JOIN (SELECT holder, count(*) AS holds FROM elector GROUP BY holder) AS h ON h.holder = e.person_id
    LEFT JOIN LATERAL (
        SELECT full_name, position, sort_key, search_text FROM seat
        WHERE forum_id = :forum_id AND person_id = e.person_id ORDER BY seat_id LIMIT 1) AS s ON true
    LEFT JOIN person p ON p.person_id = e.person_id
), found AS (
    SELECT * FROM named
    WHERE search_text LIKE ALL(:patterns::text[])
      AND CASE :who WHEN 'voted' THEN voted WHEN 'not-voted' THEN NOT voted AND NOT on_paper
                    WHEN 'on-paper' THEN on_paper
                    WHEN 'proxies' THEN holder IS NOT NULL OR holds > 0 ELSE true END)
SELECT total, page.person_id, page.full_name, page.position, page.sector, trim_scale(page.weight)::text AS weight,
       page.voted, page.on_paper, page.holder, page.holds,
       (SELECT h.full_name FROM named h WHERE h.person_id = page.holder) AS holder_name
FROM (SELECT count(*) AS total FROM found) AS counted
LEFT JOIN LATERAL (
    SELECT * FROM found
    WHERE :after::uuid IS NULL
       OR (sort_key, person_id) > (SELECT n.sort_key, n.person_id FROM named n WHERE n.person_id = :after)
    ORDER BY sort_key, person_id LIMIT :amount) AS page ON true
ORDER BY page.sort_key, page.person_id;

-- name: votes(forum_id, round_id, patterns, after, amount)
-- A page of the electors of a named round by name, with what each chose, here or on paper; all of them where no amount is given. One row
-- more than asked for says that there are more, and one without a person that there is none. LIMIT 1 has each ballot looked
-- up by its key, also where so many have come in that the planner does not know yet.
WITH named AS (
    SELECT r.person_id, r.sector, r.weight, r.holder, coalesce(s.full_name, p.full_name, '') AS full_name,
           coalesce(s.position, '') AS position, coalesce(s.sort_key, '') AS sort_key,
           coalesce(s.search_text, '') AS search_text
    FROM roll r
    LEFT JOIN LATERAL (
        SELECT full_name, position, sort_key, search_text FROM seat
        WHERE forum_id = :forum_id AND person_id = r.person_id ORDER BY seat_id LIMIT 1) AS s ON true
    LEFT JOIN person p ON p.person_id = r.person_id
    WHERE r.forum_id = :forum_id AND r.round_id = :round_id
), found AS (
    SELECT * FROM named WHERE search_text LIKE ALL(:patterns::text[])
)
SELECT total, page.person_id, page.full_name, page.position, page.sector, trim_scale(page.weight)::text AS weight,
       page.holder AS holder_id, vote.choices, coalesce(vote.on_paper AND vote.choices IS NULL, false) AS spoilt
FROM (SELECT count(*) AS total FROM found) AS counted
LEFT JOIN LATERAL (
    SELECT * FROM found
    WHERE :after::uuid IS NULL
       OR (sort_key, person_id) > (SELECT n.sort_key, n.person_id FROM named n WHERE n.person_id = :after)
    ORDER BY sort_key, person_id LIMIT :amount::bigint) AS page ON true
LEFT JOIN LATERAL (
    SELECT choices, false AS on_paper FROM ballot
    WHERE forum_id = :forum_id AND round_id = :round_id AND elector = page.person_id
    UNION ALL
    SELECT choices, true FROM sheet
    WHERE forum_id = :forum_id AND round_id = :round_id AND elector = page.person_id LIMIT 1) AS vote ON true
ORDER BY page.sort_key, page.person_id;

-- name: not_on_roll(forum_id, round_id, patterns, amount)
-- Delegates who are not on a roll, by name.
SELECT s.person_id, s.full_name, s.position, s.sector, trim_scale(s.weight)::text AS weight
FROM (SELECT DISTINCT ON (person_id) * FROM seat
      WHERE forum_id = :forum_id AND 'delegate' = ANY(roles) ORDER BY person_id, seat_id) AS s
WHERE s.search_text LIKE ALL(:patterns::text[]) AND NOT EXISTS (
    SELECT FROM roll r WHERE (r.forum_id, r.round_id, r.person_id) = (:forum_id, :round_id, s.person_id))
ORDER BY s.sort_key, s.person_id LIMIT :amount;

-- name: possible_holders(forum_id, round_id, person_id, most, patterns, amount)
-- Delegates whom this person could give their proxy, by name.
SELECT s.person_id, s.full_name, s.position, s.sector
FROM (SELECT DISTINCT ON (person_id) * FROM seat
      WHERE forum_id = :forum_id AND 'delegate' = ANY(roles) ORDER BY person_id, seat_id) AS s
WHERE s.person_id <> :person_id AND s.search_text LIKE ALL(:patterns::text[])
  AND NOT EXISTS (SELECT FROM proxy p WHERE p.forum_id = :forum_id AND p.round_id = :round_id AND (
      p.person_id = s.person_id AND p.state = 'given'
      OR p.person_id = :person_id AND p.holder = s.person_id AND p.state IN ('declined', 'struck')))
  AND (SELECT count(*) FROM proxy p
       WHERE p.forum_id = :forum_id AND p.round_id = :round_id AND p.holder = s.person_id AND p.state = 'given') < :most
ORDER BY s.sort_key, s.person_id LIMIT :amount;

-- Paper ballots -------------------------------------------------------------------------------------------------------

-- name: mark_on_paper(forum_id, round_id, person_id, on_paper)!
UPDATE roll SET on_paper = :on_paper WHERE forum_id = :forum_id AND round_id = :round_id AND person_id = :person_id;

-- name: put_on_paper(forum_id, round_id, more)!
UPDATE round SET on_paper = on_paper + :more, version = version + 1 WHERE forum_id = :forum_id AND round_id = :round_id;

-- name: weights_on_paper(forum_id, round_id)
SELECT weight, count(*) AS electors FROM roll
WHERE forum_id = :forum_id AND round_id = :round_id AND on_paper GROUP BY weight;

-- name: insert_sheet(forum_id, round_id, number, elector, choices, entered_by)!
INSERT INTO sheet (forum_id, round_id, number, elector, choices, entered_by)
VALUES (:forum_id, :round_id, :number, :elector, :choices::smallint[], :entered_by);

-- name: confirm_sheet(forum_id, round_id, number, confirmed_by)!
UPDATE sheet SET confirmed_by = :confirmed_by, confirmed_at = now()
WHERE forum_id = :forum_id AND round_id = :round_id AND number = :number;

-- name: drop_sheet(forum_id, round_id, number)!
DELETE FROM sheet WHERE forum_id = :forum_id AND round_id = :round_id AND number = :number;

-- name: sheets(forum_id, round_id, number)
-- Those of a named round, or the one with this number, each with what it weighs.
SELECT s.number, s.elector, r.weight, s.choices, s.entered_by, s.entered_at, s.confirmed_by, s.confirmed_at
FROM sheet s LEFT JOIN roll r ON (r.forum_id, r.round_id, r.person_id) = (s.forum_id, s.round_id, s.elector)
WHERE s.forum_id = :forum_id AND s.round_id = :round_id AND (:number::int IS NULL OR s.number = :number)
ORDER BY s.number;

-- name: has_sheet(forum_id, round_id, person_id)$
SELECT EXISTS (SELECT FROM sheet WHERE forum_id = :forum_id AND round_id = :round_id AND elector = :person_id);

-- What is kept about one person --------------------------------------------------------------------------------------

-- name: kept_person(person_id)^
SELECT person_id, full_name FROM person WHERE person_id = :person_id;

-- name: kept_leads(person_id)
SELECT l.body_id, b.name, l.title FROM leader l LEFT JOIN body b USING (body_id)
WHERE l.person_id = :person_id ORDER BY l.body_id;

-- name: kept_seats(person_id)
SELECT s.forum_id, s.seat_id, s.person_id, s.full_name, s.position, s.sector, s.roles,
       trim_scale(s.weight)::text AS weight
FROM forum f JOIN seat s USING (forum_id)
WHERE s.person_id = :person_id ORDER BY s.forum_id DESC, s.seat_id;

-- name: kept_proposals(person_id)
SELECT p.forum_id, p.proposal_id, p.number, p.person_id, p.author, p.sector, p.problem, p.measure, p.who_acts,
       p.by_when, p.offered_at, l.solution_id
FROM proposal p LEFT JOIN solution_proposal l USING (forum_id, proposal_id)
WHERE p.person_id = :person_id ORDER BY p.forum_id DESC, p.number;

-- name: kept_opinions(person_id)
-- Looked up by their key, forum by forum.
SELECT o.forum_id, o.proposal_id, p.number, o.opinion
FROM forum JOIN opinion o USING (forum_id) JOIN proposal p USING (forum_id, proposal_id)
WHERE o.person_id = :person_id ORDER BY o.forum_id DESC, p.number;

-- name: kept_ballots(person_id)
-- The rolls a person stands on, each looked up by its key, with their ballot if they have one in.
SELECT r.forum_id, r.round_id, r.sector, r.revision, r.set_aside, r.on_paper, trim_scale(r.weight)::text AS weight, b.choices, b.nonce
FROM round CROSS JOIN LATERAL (
    SELECT * FROM roll
    WHERE forum_id = round.forum_id AND round_id = round.round_id AND person_id = :person_id OFFSET 0) AS r
LEFT JOIN ballot b ON (b.forum_id, b.round_id, b.elector) = (r.forum_id, r.round_id, r.person_id)
WHERE round.named ORDER BY r.forum_id DESC, round.number;

-- name: kept_proxies(person_id)
-- The proxies a person gave and was given.
SELECT forum_id, round_id, person_id AS elector_id, holder AS holder_id, state, reason, changed_at FROM proxy
WHERE :person_id IN (person_id, holder) ORDER BY forum_id DESC, changed_at;

-- name: kept_admissions(person_id)
-- How a person came on a roll late, or was to, or had to leave one; and those they proposed or decided.
SELECT forum_id, round_id, admission_id, person_id, replaces, reason, state, proposed_by, proposed_at, decided_by, decided_at
FROM admission WHERE :person_id IN (person_id, replaces, proposed_by, decided_by)
ORDER BY forum_id DESC, proposed_at;

-- name: kept_sheets(person_id)
-- Those with a person's name on them, and those they entered or confirmed.
SELECT forum_id, round_id, number, elector AS elector_id, choices, entered_by, entered_at, confirmed_by, confirmed_at
FROM sheet WHERE :person_id IN (elector, entered_by, confirmed_by) ORDER BY forum_id DESC, round_id, number;

-- name: kept_assignments(person_id)
-- What a person has answered for the bodies they lead or led.
SELECT a.*, b.name AS body_name, p.full_name AS answered_by_name, f.title AS forum_title
FROM assignment a
JOIN forum f USING (forum_id)
LEFT JOIN body b USING (body_id)
LEFT JOIN person p ON p.person_id = a.answered_by
WHERE a.answered_by = :person_id ORDER BY a.forum_id DESC, a.number, a.assignment_id;

-- name: kept_answers(person_id)
SELECT forum_id, assignment_id, version, state, text, answered_at FROM assignment_answer
WHERE answered_by = :person_id ORDER BY forum_id DESC, assignment_id, version;

-- name: kept_conclusions(person_id)
SELECT forum_id, conclusion_id, number, issued_at FROM conclusion
WHERE issued_by = :person_id ORDER BY forum_id DESC;

-- The ballot path ----------------------------------------------------------------------------------------------------

-- name: lock_rounds(forum_id, round_ids)
-- In id order, or two batches over the same rounds could wait for each other; not FOR SHARE, which deadlocks with the
-- update of the counts.
SELECT r.round_id::text, r.named, r.state, r.closes_at, r.live_tally, r.revisable, r.method, r.settings, r.unit,
       r.ballots, r.counts, r.voided, r.version, now() AS now,
       array(SELECT o.solution_id::text FROM round_option o
             WHERE o.forum_id = r.forum_id AND o.round_id = r.round_id ORDER BY o.place) AS options
FROM round r
WHERE r.forum_id = :forum_id AND r.round_id = ANY(:round_ids::uuid[])
ORDER BY r.round_id FOR NO KEY UPDATE;

-- name: standings(forum_id, round_ids, person_ids)
-- The places on the roll of these electors, with the ballots that stand in named rounds. OFFSET 0 has each looked up by
-- its key: a roll just frozen has no statistics, and the planner would rather read all of it for every batch. A weight
-- of one, which nearly all have, is left out: an exact number is slow to read.
SELECT r.round_id::text, r.person_id::text, r.revision, nullif(r.weight, 1) AS weight, r.holder::text, r.on_paper,
       b.choices, b.nonce
FROM unnest(:round_ids::uuid[], :person_ids::uuid[]) AS wanted(round_id, person_id)
CROSS JOIN LATERAL (
    SELECT round_id, person_id, revision, weight, holder, on_paper FROM roll
    WHERE forum_id = :forum_id AND round_id = wanted.round_id AND person_id = wanted.person_id OFFSET 0) AS r
LEFT JOIN LATERAL (
    SELECT choices, nonce FROM ballot
    WHERE forum_id = :forum_id AND round_id = r.round_id AND elector = r.person_id AND r.revision > 0 OFFSET 0) AS b
    ON true;

-- name: put_ballots(forum_id, ballots)!
INSERT INTO ballot (forum_id, round_id, elector, choices, nonce)
SELECT :forum_id, round_id, elector, choices, nonce
FROM jsonb_to_recordset(:ballots) AS b(round_id uuid, elector uuid, choices smallint[], nonce text)
ON CONFLICT (forum_id, round_id, elector) DO UPDATE SET choices = excluded.choices, nonce = excluded.nonce;

-- name: raise_revisions(forum_id, round_ids, person_ids, revisions)!
-- Rows are found by their key, as in `standings`, and then by where they lie: the round's lock keeps them there.
UPDATE roll SET revision = raised.revision
FROM (
    SELECT r.ctid, wanted.revision
    FROM unnest(:round_ids::uuid[], :person_ids::uuid[], :revisions::int[]) AS wanted(round_id, person_id, revision)
    CROSS JOIN LATERAL (
        SELECT ctid FROM roll
        WHERE forum_id = :forum_id AND round_id = wanted.round_id AND person_id = wanted.person_id OFFSET 0) AS r
) AS raised
WHERE roll.ctid = raised.ctid;

-- name: put_counts(forum_id, rounds)!
UPDATE round SET ballots = c.ballots, counts = c.counts, version = c.version
FROM jsonb_to_recordset(:rounds) AS c(round_id uuid, ballots int, counts jsonb, version int)
WHERE round.forum_id = :forum_id AND round.round_id = c.round_id;

-- Conclusions and assignments ----------------------------------------------------------------------------------------

-- name: round_is_running(forum_id, states)$
SELECT EXISTS (SELECT FROM round WHERE forum_id = :forum_id AND state = ANY(:states));

-- name: insert_conclusion(forum_id, conclusion_id, number, issued_by)$
INSERT INTO conclusion (forum_id, conclusion_id, number, issued_by)
VALUES (:forum_id, :conclusion_id, :number, :issued_by)
RETURNING issued_at;

-- name: insert_items(forum_id, conclusion_id, items)!
INSERT INTO conclusion_item (forum_id, conclusion_id, number, solution_id, title, text, body_ids, due_on)
SELECT :forum_id, :conclusion_id, number, solution_id, title, text, body_ids, due_on
FROM jsonb_to_recordset(:items)
     AS i(number int, solution_id uuid, title text, text text, body_ids uuid[], due_on date);

-- name: conclusion(forum_id)^
SELECT conclusion_id, number, issued_at FROM conclusion WHERE forum_id = :forum_id;

-- name: conclusion_items(forum_id, conclusion_id)
SELECT number, solution_id, title, text, body_ids, due_on FROM conclusion_item
WHERE forum_id = :forum_id AND conclusion_id = :conclusion_id ORDER BY number;

-- name: insert_assignments(forum_id, assignments)!
INSERT INTO assignment (forum_id, assignment_id, solution_id, number, title, text, body_id, due_on)
SELECT :forum_id, assignment_id, solution_id, number, title, text, body_id, due_on
FROM jsonb_to_recordset(:assignments)
     AS a(assignment_id uuid, solution_id uuid, number int, title text, text text, body_id uuid, due_on date);

-- name: lock_assignment(forum_id, assignment_id)^
SELECT * FROM assignment WHERE forum_id = :forum_id AND assignment_id = :assignment_id FOR NO KEY UPDATE;

-- name: answer_assignment(forum_id, assignment_id, state, answer, person_id)^
UPDATE assignment
SET state = :state, answer = :answer, answered_by = :person_id, answered_at = now(), version = version + 1
WHERE forum_id = :forum_id AND assignment_id = :assignment_id
RETURNING *;

-- name: keep_answer(forum_id, assignment_id)!
-- The answer that has just been given, among all that were.
INSERT INTO assignment_answer (forum_id, assignment_id, version, state, text, answered_by, answered_at)
SELECT forum_id, assignment_id, version, state, answer, answered_by, answered_at
FROM assignment WHERE forum_id = :forum_id AND assignment_id = :assignment_id;

-- name: answers_to(forum_id, assignment_id)
SELECT a.version, a.state, a.text, a.answered_by, p.full_name AS answered_by_name, a.answered_at
FROM assignment_answer a LEFT JOIN person p ON p.person_id = a.answered_by
WHERE a.forum_id = :forum_id AND a.assignment_id = :assignment_id
ORDER BY a.version;

-- name: assignments(forum_id)
SELECT a.*, b.name AS body_name, p.full_name AS answered_by_name, f.title AS forum_title
FROM assignment a
JOIN forum f USING (forum_id)
LEFT JOIN body b USING (body_id)
LEFT JOIN person p ON p.person_id = a.answered_by
WHERE a.forum_id = :forum_id
ORDER BY a.number, b.name, a.assignment_id;

-- name: assignments_of_solution(forum_id, solution_id)
SELECT a.*, b.name AS body_name, p.full_name AS answered_by_name, f.title AS forum_title
FROM assignment a
JOIN forum f USING (forum_id)
LEFT JOIN body b USING (body_id)
LEFT JOIN person p ON p.person_id = a.answered_by
WHERE a.forum_id = :forum_id AND a.solution_id = :solution_id
ORDER BY a.number, b.name, a.assignment_id;

-- name: assignment(forum_id, assignment_id)^
SELECT a.*, b.name AS body_name, p.full_name AS answered_by_name, f.title AS forum_title
FROM assignment a
JOIN forum f USING (forum_id)
LEFT JOIN body b USING (body_id)
LEFT JOIN person p ON p.person_id = a.answered_by
WHERE a.forum_id = :forum_id AND a.assignment_id = :assignment_id;

-- name: assignments_led_by(leader_id)
SELECT a.*, b.name AS body_name, p.full_name AS answered_by_name, f.title AS forum_title
FROM leader l
JOIN assignment a USING (body_id)
JOIN forum f USING (forum_id)
LEFT JOIN body b USING (body_id)
LEFT JOIN person p ON p.person_id = a.answered_by
WHERE l.person_id = :leader_id
ORDER BY a.due_on, a.forum_id, a.number;
