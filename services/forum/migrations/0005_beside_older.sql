-- A process of the version before writes forums while one of this version already runs, and does not know the columns that
-- 0003 added. What it leaves out: the scene that follows the forum, and a short code of hexadecimal letters and digits, of which
-- those that people mistake for others are replaced.
ALTER TABLE forum
    ALTER COLUMN scene SET DEFAULT '{"name": "auto", "round_id": null, "text": ""}',
    ALTER COLUMN short_code SET DEFAULT translate(upper(substr(md5(gen_random_uuid()::text), 1, 6)), '01', 'GH');
