-- A process of the version before writes proposals and solutions while one of this version already runs, and does not know
-- the column that 0003 added. '' stands for what is not computed yet; the service fills it in by itself (jobs.fill_texts),
-- and until then such a row is not found by its words.
ALTER TABLE proposal ALTER COLUMN search_text SET DEFAULT '';
ALTER TABLE solution ALTER COLUMN search_text SET DEFAULT '';
CREATE INDEX proposal_not_filled ON proposal (proposal_id) WHERE search_text = '';
CREATE INDEX solution_not_filled ON solution (solution_id) WHERE search_text = '';
