-- Opinions on proposals, and their running counts on the proposal's row.

ALTER TABLE proposal
    ADD COLUMN agree    int NOT NULL DEFAULT 0,
    ADD COLUMN disagree int NOT NULL DEFAULT 0,
    ADD COLUMN pass     int NOT NULL DEFAULT 0;
ALTER TABLE proposal SET (fillfactor = 80);  -- updated with batches of opinions, in place

-- One opinion of each person on each proposal; given again, it is replaced. It has no time of its own, and goes with the
-- proposal that is taken back.
CREATE TABLE opinion (
    forum_id    uuid NOT NULL,
    proposal_id uuid NOT NULL,
    person_id   uuid NOT NULL,
    opinion     text NOT NULL CONSTRAINT opinion_word CHECK (opinion IN ('agree', 'disagree', 'pass')),
    CONSTRAINT one_opinion_each PRIMARY KEY (forum_id, proposal_id, person_id),
    FOREIGN KEY (forum_id, proposal_id) REFERENCES proposal ON DELETE CASCADE
) WITH (fillfactor = 80);
-- All three columns, though two would do: whichever index the planner takes, it finds one opinion and not a proposal's all.
CREATE INDEX opinion_of_person ON opinion (forum_id, person_id, proposal_id);
