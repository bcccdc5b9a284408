-- Rounds by any method, with their rule as data; rolls with weights and proxies; secret ballots; results and records.

ALTER TABLE round
    ADD COLUMN settings  jsonb NOT NULL DEFAULT '{}',      -- what the method is told beside the ballots
    ADD COLUMN revisable boolean NOT NULL DEFAULT true,    -- whether a ballot may be replaced
    ADD COLUMN reopening boolean NOT NULL DEFAULT false,   -- whether it may be opened again before it has a result
    ADD COLUMN names_shown boolean NOT NULL DEFAULT false, -- whether everybody may see who voted what
    ADD COLUMN unit      int NOT NULL DEFAULT 1,           -- how many units of weight make one vote
    ADD COLUMN present   jsonb,                            -- how many were in the hall: {people, votes}
    ADD COLUMN paused_at timestamptz,
    ADD COLUMN progress  smallint NOT NULL DEFAULT 0,      -- of counting, in percent
    ADD COLUMN trouble   text NOT NULL DEFAULT '',         -- why the last attempt to certify failed, as a slug
    DROP CONSTRAINT round_state,
    ADD CONSTRAINT round_state CHECK (state IN
        ('prepared', 'open', 'paused', 'closed', 'sealed', 'counting', 'certified', 'cancelled'));

CREATE INDEX round_counting ON round (closes_at) WHERE state = 'counting';

-- The one rule there was, in the words of the many.
UPDATE round SET rule = '{"base": "cast", "majority": "1/2", "strictly": true, "abstentions": "in-base",
    "presence_quorum": null, "participation_quorum": null, "winners": null, "ties": "ballot-order"}';

ALTER TABLE roll
    ADD COLUMN weight   numeric(9, 3) NOT NULL DEFAULT 1,
    ADD COLUMN holder   uuid,                              -- who votes for them, by a proxy
    ADD COLUMN on_paper boolean NOT NULL DEFAULT false;    -- they were handed a sheet, and vote no other way

-- What came of a certified round, and the record that lets anybody count again.
CREATE TABLE round_result (
    forum_id uuid NOT NULL,
    round_id uuid NOT NULL,
    result   jsonb NOT NULL,
    PRIMARY KEY (forum_id, round_id),
    FOREIGN KEY (forum_id, round_id) REFERENCES round
);
CREATE TABLE round_record (
    forum_id uuid NOT NULL,
    round_id uuid NOT NULL,
    record   bytea NOT NULL,                               -- compressed (RFC 1950)
    PRIMARY KEY (forum_id, round_id),
    FOREIGN KEY (forum_id, round_id) REFERENCES round
);

-- The names of all records that were issued, in that order; it only grows. Not a forum's table: there is one log.
CREATE TABLE record_log (
    place    int PRIMARY KEY,
    name     text NOT NULL,
    forum_id uuid NOT NULL,
    round_id uuid NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_record_a_round UNIQUE (forum_id, round_id)
);
CREATE FUNCTION keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of records only grows';
END $$;
CREATE TRIGGER log_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON record_log
    FOR EACH STATEMENT EXECUTE FUNCTION keep_log();
