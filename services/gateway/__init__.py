"""The edge: people's HTTP in, commands and queries out to the services, and their events turned into live pages.

owns     nothing: sessions are signed cookies, copies can be forgotten at any moment
accepts  pages (`pages/`), the public API under /api/v1 (`api/`: the services' own paths), live streams (SSE)
emits    nothing on the bus; one signed statement of who acts with every call it makes
listens  to all three services, on a queue of this process alone (`live.py`)

A request passes `server.py` (limits of size and time) → `edge.py` (who, which language, may this site ask) → a route of
`api/` or `pages/` → `services.py`. Ballots and opinions take a shorter way: `api/counted.py` → `boxes.py` → one call
for a whole batch.
"""
