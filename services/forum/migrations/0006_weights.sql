-- A seat's votes may weigh more or less than one. The rolls of rounds are frozen from this, by the proposals service.

ALTER TABLE seat
    ADD COLUMN weight numeric(9, 3) NOT NULL DEFAULT 1 CONSTRAINT seat_weighs_something CHECK (weight > 0);
