-- The hall: its screens, what they show, and the short address people type from a poster.

ALTER TABLE forum ADD COLUMN short_code text, ADD COLUMN scene jsonb;
-- Forums that are there get a code too; that it follows from the id harms nobody, it leads to a public page.
UPDATE forum SET
    scene = '{"name": "auto", "round_id": null, "text": ""}',
    short_code = (
        SELECT string_agg(substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', 1 + get_byte(digest.bytes, place) % 32, 1), '')
        FROM (SELECT decode(md5(forum_id::text), 'hex') AS bytes) digest, generate_series(0, 5) place
    );
ALTER TABLE forum
    ALTER COLUMN short_code SET NOT NULL,
    ALTER COLUMN scene SET NOT NULL,
    ADD CONSTRAINT forum_short_code_once UNIQUE (short_code);

-- A code that pairs one browser in the hall with a forum. Only its keyed digest is here; using it deletes the row.
CREATE TABLE pairing (
    forum_id   uuid REFERENCES forum,
    digest     bytea,
    label      text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (forum_id, digest)
);
CREATE INDEX pairing_by_digest ON pairing (digest);

CREATE TABLE screen (
    forum_id   uuid REFERENCES forum,
    screen_id  uuid,
    label      text NOT NULL,
    paired_at  timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz,
    PRIMARY KEY (forum_id, screen_id)
);
CREATE INDEX screen_ended ON screen (expires_at) WHERE ended_at IS NOT NULL;
