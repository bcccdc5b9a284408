-- Every answer to an assignment, in the order they were given; `assignment` itself keeps the last one.
CREATE TABLE assignment_answer (
    forum_id      uuid NOT NULL,
    assignment_id uuid NOT NULL,
    version       int NOT NULL,          -- of the assignment, which this answer made
    state         text NOT NULL,         -- the state it led to
    text          text NOT NULL,
    answered_by   uuid NOT NULL,
    answered_at   timestamptz NOT NULL,
    PRIMARY KEY (forum_id, assignment_id, version),
    FOREIGN KEY (forum_id, assignment_id) REFERENCES assignment
);

-- Of what was answered before, the last is known.
INSERT INTO assignment_answer (forum_id, assignment_id, version, state, text, answered_by, answered_at)
SELECT forum_id, assignment_id, version, state, answer, answered_by, answered_at
FROM assignment WHERE answered_at IS NOT NULL;
