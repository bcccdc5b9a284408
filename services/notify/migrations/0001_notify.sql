-- What notify keeps of others' data, and the notices, messages and deliveries it makes of it.

-- Whoever joins what one producer told with what another told holds this row, so that neither misses the other's
-- rows because both are not committed yet: what is told and whom it concerns come by different queues, in any order.
CREATE TABLE turn (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO turn DEFAULT VALUES;

CREATE TABLE contact (
    person_id uuid PRIMARY KEY,
    full_name text NOT NULL,
    email     text,
    language  text NOT NULL,
    greeting  text NOT NULL
);

CREATE TABLE body (
    body_id uuid PRIMARY KEY,
    name    text NOT NULL
);

CREATE TABLE leader (
    body_id   uuid NOT NULL,
    person_id uuid NOT NULL,
    title     text NOT NULL,
    PRIMARY KEY (body_id, person_id)
);

CREATE TABLE forum (
    forum_id  uuid PRIMARY KEY,
    title     text NOT NULL,
    summary   text NOT NULL,
    place     text NOT NULL,
    host_name text NOT NULL,
    time_zone text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    state     text NOT NULL
);

CREATE TABLE seat (
    forum_id        uuid NOT NULL,
    seat_id         uuid NOT NULL,
    person_id       uuid NOT NULL,
    full_name       text NOT NULL,
    position        text NOT NULL,
    roles           text[] NOT NULL,
    granted_at      timestamptz NOT NULL,  -- what was told to the forum before is not for this seat
    organizer_since timestamptz,
    serial          int NOT NULL DEFAULT 0, -- of the newest invitation; 0 before the first
    PRIMARY KEY (forum_id, seat_id)
);
CREATE INDEX seat_person ON seat (person_id, forum_id);

CREATE TABLE assignment (
    forum_id      uuid NOT NULL,
    assignment_id uuid NOT NULL,
    body_id       uuid NOT NULL,
    state         text NOT NULL,
    version       bigint NOT NULL,
    PRIMARY KEY (forum_id, assignment_id)
);
CREATE INDEX assignment_body ON assignment (body_id);

-- What is to be told, once for everybody it is told to: the facts its letters are written from.
CREATE TABLE notice (
    forum_id   uuid NOT NULL,
    occasion   text NOT NULL,
    subject    text NOT NULL,     -- what it is about: a round, an assignment, a seat's invitation with its serial
    facts      jsonb NOT NULL,
    at         timestamptz NOT NULL,
    expires_at timestamptz,       -- telling it later makes no sense
    PRIMARY KEY (forum_id, occasion, subject)
);

CREATE TABLE message (
    forum_id   uuid NOT NULL,
    message_id uuid NOT NULL DEFAULT gen_random_uuid(),
    number     bigserial,          -- the order of an inbox
    person_id  uuid NOT NULL,
    occasion   text NOT NULL,
    subject    text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    read_at    timestamptz,
    PRIMARY KEY (forum_id, message_id),
    CONSTRAINT message_once UNIQUE (forum_id, occasion, subject, person_id),  -- nobody is told the same twice
    CONSTRAINT message_has_notice FOREIGN KEY (forum_id, occasion, subject) REFERENCES notice
);
CREATE INDEX message_inbox ON message (person_id, number);
CREATE INDEX message_unread ON message (person_id) WHERE read_at IS NULL;
CREATE INDEX message_of_forum ON message (forum_id, number);

CREATE TABLE delivery (
    forum_id    uuid NOT NULL,
    delivery_id uuid NOT NULL DEFAULT gen_random_uuid(),
    message_id  uuid NOT NULL,
    person_id   uuid NOT NULL,
    channel     text NOT NULL,
    state       text NOT NULL,
    attempts    int NOT NULL DEFAULT 0,   -- tries that have ended, however
    unknowns    int NOT NULL DEFAULT 0,   -- those of them of which nobody knows how
    reason      text NOT NULL DEFAULT '', -- what the other side said last, or why it was not tried
    lease       uuid,                     -- who is sending it
    due_at      timestamptz,              -- when something is to be done with it next; null when nothing is
    changed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (forum_id, delivery_id),
    CONSTRAINT delivery_once UNIQUE (forum_id, message_id, channel),
    CONSTRAINT delivery_has_message FOREIGN KEY (forum_id, message_id) REFERENCES message,
    CONSTRAINT delivery_state CHECK (state IN (
        'waiting',   -- for the person's address, or the forum, to be heard of
        'queued',    -- to be sent when due
        'sending',   -- leased; when the lease ends without an outcome, that is unknown
        'accepted',  -- the mail server has taken it
        'unknown',   -- perhaps taken; sent once more when due, with the same Message-ID
        'given-up',  -- refused, or tried too often
        'expired'    -- it would have come too late, or concerns its person no longer
    ))
);
CREATE INDEX delivery_due ON delivery (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_waiting ON delivery (person_id) WHERE state = 'waiting';
CREATE INDEX delivery_leased ON delivery (lease) WHERE state = 'sending';
