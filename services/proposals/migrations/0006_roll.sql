-- Who votes in a round, and for whom: weights of seats, proxies, and electors put on a roll after it was frozen.

ALTER TABLE seat
    ADD COLUMN weight      numeric(9, 3) NOT NULL DEFAULT 1,
    ADD COLUMN sort_key    text COLLATE "C" NOT NULL DEFAULT '',  -- of the name (services/kit/vietnamese.py), and
    ADD COLUMN search_text text NOT NULL DEFAULT '';              -- what is looked in; 0007 fills them

ALTER TABLE round
    ADD COLUMN proxies    int NOT NULL DEFAULT 0,       -- how many one elector may hold; 0: there are none
    ADD COLUMN admissions jsonb NOT NULL DEFAULT '[]';  -- who came on the roll late, without names: at, reason, substitute

-- Proxies as they were given and what became of them. While a round is prepared this is all there is of them; when it
-- opens, those that stand are written on the roll, which then decides who votes for whom.
CREATE TABLE proxy (
    forum_id   uuid NOT NULL,
    round_id   uuid NOT NULL,
    person_id  uuid NOT NULL,             -- who gave it
    holder     uuid NOT NULL,             -- who votes for them
    state      text NOT NULL DEFAULT 'given'
               CONSTRAINT proxy_state CHECK (state IN (
                   'given',
                   'taken-back',          -- by who gave it
                   'declined',            -- by its holder
                   'struck',              -- by an organizer, with a reason
                   'lapsed'               -- one of both is not on the roll, or no longer
               )),
    reason     text NOT NULL DEFAULT '',  -- why it was struck
    struck_by  uuid,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (forum_id, round_id, person_id, holder),
    FOREIGN KEY (forum_id, round_id) REFERENCES round,
    CONSTRAINT nobody_is_their_own_proxy CHECK (person_id <> holder)
);
CREATE UNIQUE INDEX one_proxy_each ON proxy (forum_id, round_id, person_id) WHERE state = 'given';
CREATE INDEX proxy_held ON proxy (forum_id, round_id, holder) WHERE state = 'given';

-- Late electors, and substitutes: one organizer proposes, another confirms.
CREATE TABLE admission (
    forum_id     uuid NOT NULL,
    admission_id uuid NOT NULL,
    round_id     uuid NOT NULL,
    person_id    uuid NOT NULL,
    replaces     uuid,                    -- in whose place; null: beside the others
    reason       text NOT NULL,           -- told to everybody
    state        text NOT NULL DEFAULT 'proposed'
                 CONSTRAINT admission_state CHECK (state IN ('proposed', 'confirmed', 'dropped')),
    proposed_by  uuid NOT NULL,
    proposed_at  timestamptz NOT NULL DEFAULT now(),
    decided_by   uuid,
    decided_at   timestamptz,
    PRIMARY KEY (forum_id, admission_id),
    FOREIGN KEY (forum_id, round_id) REFERENCES round,
    CONSTRAINT two_organizers_admit CHECK (state <> 'confirmed' OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX one_admission_at_a_time ON admission (forum_id, round_id, person_id) WHERE state = 'proposed';
CREATE INDEX admission_of_round ON admission (forum_id, round_id);
