-- Whether a forum has ever been announced: from then on anyone may read it, also when it is cancelled later. A draft that is
-- cancelled stays its organizers' affair. Of those cancelled before this file, the service's own events tell.

ALTER TABLE forum ADD COLUMN announced boolean NOT NULL DEFAULT false;
UPDATE forum SET announced = true
WHERE state NOT IN ('draft', 'cancelled')
   OR EXISTS (SELECT 1 FROM event WHERE stream = 'forum/' || forum_id AND type = 'forum_announced.v1');
