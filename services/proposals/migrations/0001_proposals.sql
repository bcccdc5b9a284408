-- What the proposals service owns, and the little it keeps of what the forum service tells.
-- Every table that belongs to a forum has forum_id first in its key, so that the data can be spread by forum.

-- Copies, written by the listeners only ------------------------------------------------------------------------------

CREATE TABLE forum (
    forum_id     uuid PRIMARY KEY,
    title        text NOT NULL,
    host_body_id uuid NOT NULL,
    time_zone    text NOT NULL,
    state        text NOT NULL,
    announced    boolean NOT NULL,   -- has ever been: from then on anyone may read it
    open_phases  text[] NOT NULL     -- kinds of the phases that are open
);

CREATE TABLE seat (
    forum_id  uuid NOT NULL,
    seat_id   uuid NOT NULL,
    person_id uuid NOT NULL,
    full_name text NOT NULL,
    position  text NOT NULL,
    sector    text NOT NULL,
    roles     text[] NOT NULL,
    PRIMARY KEY (forum_id, seat_id)
);
CREATE INDEX seat_of_person ON seat (forum_id, person_id);

CREATE TABLE body (
    body_id uuid PRIMARY KEY,
    code    text NOT NULL,
    name    text NOT NULL
);

CREATE TABLE person (
    person_id uuid PRIMARY KEY,
    full_name text NOT NULL
);

CREATE TABLE leader (
    body_id   uuid NOT NULL,
    person_id uuid NOT NULL,
    title     text NOT NULL,
    PRIMARY KEY (body_id, person_id)
);
CREATE INDEX leader_of_bodies ON leader (person_id);

-- Proposals and solutions --------------------------------------------------------------------------------------------

-- The last number given within a forum, by what is numbered; numbers are never given twice.
CREATE TABLE numbering (
    forum_id uuid NOT NULL,
    what     text NOT NULL,
    last     int NOT NULL,
    PRIMARY KEY (forum_id, what)
);

CREATE TABLE proposal (
    forum_id    uuid NOT NULL,
    proposal_id uuid NOT NULL,
    number      int NOT NULL,
    person_id   uuid NOT NULL,
    author      text NOT NULL,  -- name and position as they were
    sector      text NOT NULL,
    problem     text NOT NULL,
    measure     text NOT NULL,
    who_acts    text NOT NULL,
    by_when     text NOT NULL,
    offered_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (forum_id, proposal_id),
    CONSTRAINT proposal_number_once UNIQUE (forum_id, number)
);

CREATE TABLE solution (
    forum_id    uuid NOT NULL,
    solution_id uuid NOT NULL,
    number      int NOT NULL,
    title       text NOT NULL,
    text        text NOT NULL,
    body_ids    uuid[] NOT NULL,  -- who must act
    version     int NOT NULL DEFAULT 1,
    withdrawn   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (forum_id, solution_id),
    CONSTRAINT solution_number_once UNIQUE (forum_id, number)
);

-- Lineage: which proposals a solution came from. A proposal goes into one solution, and then stays.
CREATE TABLE solution_proposal (
    forum_id    uuid NOT NULL,
    proposal_id uuid NOT NULL,
    solution_id uuid NOT NULL,
    CONSTRAINT proposal_in_one_solution PRIMARY KEY (forum_id, proposal_id),
    CONSTRAINT consolidated_proposal_stays FOREIGN KEY (forum_id, proposal_id) REFERENCES proposal,
    FOREIGN KEY (forum_id, solution_id) REFERENCES solution
);
CREATE INDEX solution_lineage ON solution_proposal (forum_id, solution_id);

-- Rounds -------------------------------------------------------------------------------------------------------------

CREATE TABLE round (
    forum_id         uuid NOT NULL,
    round_id         uuid NOT NULL,
    number           int NOT NULL,
    title            text NOT NULL,
    named            boolean NOT NULL DEFAULT true,
    method           text NOT NULL,             -- a module of tally/
    rule             jsonb NOT NULL,            -- what it takes to be adopted; the method reads it
    live_tally       boolean NOT NULL,
    reminder_minutes int NOT NULL,              -- before closing; 0 for none
    state            text NOT NULL DEFAULT 'prepared'
                     CONSTRAINT round_state CHECK (state IN
                         ('prepared', 'open', 'closed', 'sealed', 'certified', 'cancelled')),
    opened_at        timestamptz,
    closes_at        timestamptz,
    electors         int NOT NULL DEFAULT 0,    -- on the roll
    ballots          int NOT NULL DEFAULT 0 CONSTRAINT no_more_ballots_than_electors CHECK (ballots <= electors),
    counts           jsonb NOT NULL,            -- running counts as the method keeps them, in option order
    version          int NOT NULL DEFAULT 1,    -- goes up with every change and every batch
    PRIMARY KEY (forum_id, round_id)
) WITH (fillfactor = 50);                       -- updated with every batch of ballots, in place

CREATE TABLE round_option (
    forum_id    uuid NOT NULL,
    round_id    uuid NOT NULL,
    place       smallint NOT NULL,  -- a ballot's choices stand in this order
    solution_id uuid NOT NULL,
    adopted     boolean,            -- said by the certified result
    PRIMARY KEY (forum_id, round_id, place),
    CONSTRAINT option_once UNIQUE (forum_id, round_id, solution_id),
    FOREIGN KEY (forum_id, round_id) REFERENCES round,
    FOREIGN KEY (forum_id, solution_id) REFERENCES solution
);
CREATE INDEX round_option_of_solution ON round_option (forum_id, solution_id);

-- Who may vote in a round, frozen when it opens.
CREATE TABLE roll (
    forum_id  uuid NOT NULL,
    round_id  uuid NOT NULL,
    person_id uuid NOT NULL,
    sector    text NOT NULL,
    revision  int NOT NULL DEFAULT 0,  -- of their ballot; 0 until they vote
    PRIMARY KEY (forum_id, round_id, person_id)
) WITH (fillfactor = 70);

-- One ballot for each elector of a round; cast again, it is replaced. It has no time of its own.
CREATE TABLE ballot (
    forum_id uuid NOT NULL,
    round_id uuid NOT NULL,
    elector  uuid NOT NULL,          -- in a named round the person
    choices  smallint[] NOT NULL,    -- in option order, as the round's method writes them
    nonce    text NOT NULL,          -- the voter's; with the choices it makes the receipt
    PRIMARY KEY (forum_id, round_id, elector)
) WITH (fillfactor = 80);

-- Conclusions and assignments ----------------------------------------------------------------------------------------

-- Numbers of documents, by issuing body and year; not a forum's table.
CREATE TABLE register (
    body_id uuid NOT NULL,
    kind    text NOT NULL,
    year    int NOT NULL,
    last    int NOT NULL,
    PRIMARY KEY (body_id, kind, year)
);

CREATE TABLE conclusion (
    forum_id      uuid NOT NULL,
    conclusion_id uuid NOT NULL,
    number        text NOT NULL,
    issued_by     uuid NOT NULL,
    issued_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (forum_id, conclusion_id),
    CONSTRAINT one_conclusion_a_forum UNIQUE (forum_id)
);

CREATE TABLE conclusion_item (
    forum_id      uuid NOT NULL,
    conclusion_id uuid NOT NULL,
    number        int NOT NULL,
    solution_id   uuid NOT NULL,
    title         text NOT NULL,  -- as issued
    text          text NOT NULL,
    body_ids      uuid[] NOT NULL,
    due_on        date NOT NULL,
    PRIMARY KEY (forum_id, conclusion_id, number),
    FOREIGN KEY (forum_id, conclusion_id) REFERENCES conclusion,
    FOREIGN KEY (forum_id, solution_id) REFERENCES solution
);

CREATE TABLE assignment (
    forum_id      uuid NOT NULL,
    assignment_id uuid NOT NULL,
    solution_id   uuid NOT NULL,
    number        int NOT NULL,   -- of the conclusion's item
    title         text NOT NULL,
    text          text NOT NULL,
    body_id       uuid NOT NULL,
    due_on        date NOT NULL,
    state         text NOT NULL DEFAULT 'given'
                  CONSTRAINT assignment_state CHECK (state IN ('given', 'acknowledged', 'accepted', 'declined', 'done')),
    answer        text NOT NULL DEFAULT '',
    answered_by   uuid,
    answered_at   timestamptz,
    version       int NOT NULL DEFAULT 1,
    PRIMARY KEY (forum_id, assignment_id),
    CONSTRAINT one_assignment_a_body UNIQUE (forum_id, number, body_id)
);
CREATE INDEX assignment_of_body ON assignment (body_id);
