-- What the forum service owns. First the directory, which belongs to no forum; then what a forum owns.

CREATE TABLE person (
    person_id   uuid PRIMARY KEY,
    full_name   text NOT NULL,
    email       text NOT NULL,     -- ASCII, in lower case
    language    text NOT NULL,     -- "vi" or "en"
    greeting    text NOT NULL,     -- how to address them
    organizer   boolean NOT NULL,  -- may make bodies, forums and organizers
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT person_email_once UNIQUE (email)
);

CREATE TABLE body (
    body_id    uuid PRIMARY KEY,
    kind       text NOT NULL,  -- data, not a closed set: "sở", "Hội LHPN xã", …
    code       text NOT NULL,
    name       text NOT NULL,
    parent_id  uuid CONSTRAINT body_parent_exists REFERENCES body,
    valid_from date,
    valid_to   date,
    version    int NOT NULL DEFAULT 1,
    CONSTRAINT body_validity_in_order CHECK (valid_from <= valid_to),
    CONSTRAINT body_not_under_itself CHECK (parent_id <> body_id)
);
CREATE UNIQUE INDEX body_code_once ON body (lower(code));
CREATE INDEX body_by_parent ON body (parent_id);

CREATE TABLE leader (
    body_id   uuid REFERENCES body,
    person_id uuid REFERENCES person,
    title     text NOT NULL,
    PRIMARY KEY (body_id, person_id)
);
CREATE INDEX leader_by_person ON leader (person_id);

CREATE TABLE session (
    session_id uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person,
    began_at   timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX session_by_person ON session (person_id, expires_at);
CREATE INDEX session_ended ON session (expires_at) WHERE ended_at IS NOT NULL;

-- Someone has asked to sign in. The code and the link's token are computed from the row and the installation's key
-- (model/sign_in.py), so neither is here, hashed or not. A row is made for an unknown address as well.
CREATE TABLE sign_in_request (
    request_id  uuid PRIMARY KEY,
    address     bytea NOT NULL,  -- keyed digest of the mail address
    person_id   uuid REFERENCES person,
    salt        bytea NOT NULL,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    wrong_tries int NOT NULL DEFAULT 0,
    has_code    boolean NOT NULL,  -- an operator's link has none
    used_at     timestamptz
);
CREATE INDEX sign_in_request_open ON sign_in_request (address, expires_at) WHERE used_at IS NULL;
CREATE INDEX sign_in_request_age ON sign_in_request (expires_at);

-- How often something was asked in a stretch of time; a restart must not forget it.
CREATE TABLE sign_in_count (
    bucket bytea,
    span   timestamptz,
    amount int NOT NULL,
    PRIMARY KEY (bucket, span)
);

CREATE TABLE forum (
    forum_id      uuid PRIMARY KEY,
    title         text NOT NULL,
    summary       text NOT NULL,
    place         text NOT NULL,
    host_body_id  uuid NOT NULL CONSTRAINT forum_host_exists REFERENCES body,
    host_name     text NOT NULL,  -- as it was when the forum was announced
    time_zone     text NOT NULL,
    starts_at     timestamptz NOT NULL,
    ends_at       timestamptz NOT NULL,
    link_signs_in boolean NOT NULL,
    state         text NOT NULL,
    version       int NOT NULL,
    CONSTRAINT forum_times_in_order CHECK (starts_at < ends_at),
    CONSTRAINT forum_state_known
        CHECK (state IN ('draft', 'announced', 'open', 'closed', 'concluded', 'cancelled'))
);

CREATE TABLE phase (
    forum_id  uuid REFERENCES forum,
    phase_id  uuid,
    number    int NOT NULL,  -- place in the programme
    kind      text NOT NULL,
    title     text NOT NULL,
    opens_at  timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    state     text NOT NULL,
    PRIMARY KEY (forum_id, phase_id),
    CONSTRAINT phase_times_in_order CHECK (opens_at <= closes_at),
    CONSTRAINT phase_state_known CHECK (state IN ('planned', 'open', 'over'))
);

CREATE TABLE seat (
    forum_id   uuid REFERENCES forum,
    seat_id    uuid,
    person_id  uuid NOT NULL REFERENCES person,
    full_name  text NOT NULL,  -- as it stands on this forum's list
    position   text NOT NULL,
    sector     text NOT NULL,
    body_id    uuid CONSTRAINT seat_body_exists REFERENCES body,
    roles      text[] NOT NULL,
    serial     int NOT NULL DEFAULT 0,  -- of the invitation; 0 while there is none
    invited_at timestamptz,
    PRIMARY KEY (forum_id, seat_id),
    CONSTRAINT seat_once UNIQUE (forum_id, person_id),
    CONSTRAINT seat_roles_known
        CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['delegate', 'organizer', 'guest'])
);
CREATE UNIQUE INDEX seat_by_id ON seat (seat_id);  -- an invitation's link names the seat only
CREATE INDEX seat_by_person ON seat (person_id);
CREATE INDEX seat_not_invited ON seat (forum_id) WHERE serial = 0;
