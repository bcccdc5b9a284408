-- How people are found, and the order they are listed in (services/kit/vietnamese.py).
--
-- '' stands for what is not computed yet: rows that were there before this file, and rows an older process still writes
-- while a newer one already runs. The service fills them in by itself (jobs.fill_names); until then they are listed first
-- and not found by their names. What an older process changes meanwhile keeps its place until it is changed again.

ALTER TABLE person
    ADD COLUMN sort_key    text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN search_text text NOT NULL DEFAULT '';

ALTER TABLE seat
    ADD COLUMN sort_key    text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN search_text text NOT NULL DEFAULT '';

ALTER TABLE body ADD COLUMN search_text text NOT NULL DEFAULT '';
ALTER TABLE forum ADD COLUMN search_text text NOT NULL DEFAULT '';

CREATE INDEX seat_in_order ON seat (forum_id, sort_key, seat_id);
CREATE INDEX person_not_filled ON person (person_id) WHERE search_text = '';
CREATE INDEX seat_not_filled ON seat (seat_id) WHERE search_text = '';
CREATE INDEX body_not_filled ON body (body_id) WHERE search_text = '';
CREATE INDEX forum_not_filled ON forum (forum_id) WHERE search_text = '';

-- Which kind of browser a session began in, in two words ("Chrome, Android"), so that its owner knows it again.
ALTER TABLE session ADD COLUMN device text NOT NULL DEFAULT '';
