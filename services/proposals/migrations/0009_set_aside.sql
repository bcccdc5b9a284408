-- Ballots that are set aside because an option was changed under them.

ALTER TABLE round
    ADD COLUMN voided  int NOT NULL DEFAULT 0,       -- what revisions begin after, as a ballot says them: above all before
    ADD COLUMN changes jsonb NOT NULL DEFAULT '[]';  -- of options while it was voted on: at, solution_id, ballots set aside

ALTER TABLE roll
    ADD COLUMN set_aside boolean NOT NULL DEFAULT false;  -- a ballot of theirs has been; no ballot is counted by this
