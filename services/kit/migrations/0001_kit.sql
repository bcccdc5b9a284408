-- What every service's database holds beside its own tables: its feed, what it has heard, what it must do later.

-- The state of this producer's feed, one row.
CREATE TABLE feed (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch        uuid NOT NULL DEFAULT gen_random_uuid(),  -- renewed when the database is restored from a backup
    epoch_begins bigint NOT NULL DEFAULT 0,                -- positions after this one belong to the epoch
    head         bigint NOT NULL DEFAULT 0,                -- last position given to an event
    published    bigint NOT NULL DEFAULT 0,                -- last position the broker has confirmed
    relay        uuid,                                     -- who holds the lease
    relay_until  timestamptz
);
INSERT INTO feed DEFAULT VALUES;

-- The version of each stream; its row lock is what puts a stream's events into the order of their commits.
CREATE TABLE stream (
    stream  text PRIMARY KEY,
    version bigint NOT NULL
);

CREATE TABLE event (
    seq         bigserial PRIMARY KEY,
    id          uuid NOT NULL UNIQUE,
    stream      text NOT NULL,
    version     bigint NOT NULL,
    type        text NOT NULL,
    data        jsonb NOT NULL,
    correlation text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    position    bigint UNIQUE,
    CONSTRAINT event_versions_have_no_gaps_twice UNIQUE (stream, version)
);
CREATE INDEX event_without_position ON event (seq) WHERE position IS NULL;

-- How far this service has applied each producer's feed; written in the transaction of the effects.
CREATE TABLE heard_feed (
    producer text PRIMARY KEY,
    epoch    uuid NOT NULL,
    position bigint NOT NULL
);
CREATE TABLE heard_stream (
    producer text NOT NULL,
    stream   text NOT NULL,
    version  bigint NOT NULL,
    PRIMARY KEY (producer, stream)
);

-- Messages that could not be applied. Later ones of the same stream wait here behind them.
CREATE TABLE parked_message (
    id        uuid PRIMARY KEY,
    producer  text NOT NULL,
    position  bigint,          -- null when the message could not be read
    stream    text,
    type      text,
    body      bytea NOT NULL,  -- as received
    headers   jsonb NOT NULL,
    error     text NOT NULL,
    attempts  int NOT NULL DEFAULT 1,
    blocks    boolean NOT NULL, -- whether later ones of its stream must wait
    parked_at timestamptz NOT NULL DEFAULT now(),
    next_try  timestamptz
);
CREATE UNIQUE INDEX parked_once ON parked_message (producer, position) WHERE position IS NOT NULL;
CREATE INDEX parked_by_stream ON parked_message (producer, stream, position) WHERE blocks;

-- What each actor's keys were answered, so that a repeat is answered the same. Kept seven days.
CREATE TABLE idempotency (
    actor      text NOT NULL,
    key        text NOT NULL,
    request    bytea NOT NULL,  -- SHA-256 of method, path and body
    answer     jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- What must happen at a time. Done in one transaction with its effects.
CREATE TABLE job (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL,
    subject      text NOT NULL,
    due_at       timestamptz NOT NULL,
    data         jsonb NOT NULL,
    correlation  text NOT NULL,
    attempts     int NOT NULL DEFAULT 0,
    lease        uuid,
    leased_until timestamptz,
    finished_at  timestamptz,
    error        text,
    CONSTRAINT job_once UNIQUE (kind, subject)
);
CREATE INDEX job_due ON job (due_at) WHERE finished_at IS NULL;
