-- Paper ballots beside electronic ones: how many electors were handed a sheet, and the sheets of named rounds as they were
-- entered. Those of a secret round have a table of that round's own (secret_sheets.py), which is destroyed with its ballots.

ALTER TABLE round
    ADD COLUMN on_paper int NOT NULL DEFAULT 0;  -- places on the roll that were handed a sheet, as roll.on_paper says of each

CREATE TABLE sheet (
    forum_id     uuid NOT NULL,
    round_id     uuid NOT NULL,
    number       int NOT NULL,               -- as it is printed on the sheet
    elector      uuid NOT NULL,              -- whose name is on it
    choices      smallint[],                 -- in option order; null: spoilt
    entered_by   uuid NOT NULL,
    entered_at   timestamptz NOT NULL DEFAULT now(),
    confirmed_by uuid,
    confirmed_at timestamptz,
    PRIMARY KEY (forum_id, round_id, number),
    FOREIGN KEY (forum_id, round_id) REFERENCES round,
    CONSTRAINT one_sheet_an_elector UNIQUE (forum_id, round_id, elector),
    CONSTRAINT two_organizers_confirm CHECK (confirmed_by <> entered_by)
);
