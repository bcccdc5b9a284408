"""Every address of the API: which service answers it, and what it is for.

The reference (`/openapi.json`) is generated from this table.
"""

from dataclasses import dataclass

LARGEST_BODY = 64 * 1024
LARGEST_ROSTER = 8 * 1024 * 1024


@dataclass(frozen=True)
class Forward:
    """One method and path; `{forum_id}` and the like must be UUIDs, `{number}` a number, `{token}` is a text."""

    method: str
    path: str
    service: str
    purpose: str
    largest: int = LARGEST_BODY
    deadline: float = 2.0
    copied: bool = False  # many read it at once: answered from a copy
    file: str = ""  # the type of a file, where the answer is handed over as one
    asks: bool = False  # a POST that changes nothing: what it is about is too long for an address


def _forum(method: str, path: str, purpose: str, **options: object) -> Forward:
    return Forward(method, path, "forum", purpose, **options)  # type: ignore[arg-type]


def _proposals(method: str, path: str, purpose: str, **options: object) -> Forward:
    return Forward(method, path, "proposals", purpose, **options)  # type: ignore[arg-type]


def _notify(method: str, path: str, purpose: str) -> Forward:
    return Forward(method, path, "notify", purpose)


_FORUM = "/forums/{forum_id}"
_PHASE = f"{_FORUM}/phases/{{phase_id}}"
_SEAT = f"{_FORUM}/seats/{{seat_id}}"
_SOLUTION = f"{_FORUM}/solutions/{{solution_id}}"
_PROPOSAL = f"{_FORUM}/proposals/{{proposal_id}}"
_ROUND = f"{_FORUM}/rounds/{{round_id}}"
_ASSIGNMENT = f"{_FORUM}/assignments/{{assignment_id}}"
_BODY = "/bodies/{body_id}"

SIGN_IN = (
    _forum("POST", "/sign-in/requests", "Have a sign-in link and code mailed; the answer is the same for everybody"),
    _forum("POST", "/sign-in/codes", "Sign in with a mailed code"),
    _forum("POST", "/sign-in/links", "Sign in with a mailed link's token"),
    _forum("GET", "/sign-in/invitations/{token}", "Whom an invitation is for; consumes nothing"),
    _forum("POST", "/sign-in/invitations", "Sign in with an invitation, or have a code mailed if the forum wants one"),
    _forum("POST", "/sign-out", "End this session"),
)
PEOPLE = (
    _forum("GET", "/me", "Who is signed in: seats, bodies they lead"),
    _forum("PUT", "/me", "How one is addressed, and in which language"),
    _forum("GET", "/me/data", "Everything kept about oneself in the directory"),
    _proposals("GET", "/me/data/proposals", "Everything kept about oneself where proposals and ballots are"),
    _notify("GET", "/me/data/messages", "Everything kept about oneself where messages are"),
    _forum("GET", "/me/sessions", "One's own sessions"),
    _forum("DELETE", "/me/sessions/{session_id}", "End one of one's own sessions"),
    _forum("POST", "/organizers", "Make somebody an organizer of the installation"),
    _forum("GET", "/search", "Forums and bodies; for organizers also people. Marks do not matter"),
    _forum("GET", "/bodies", "All bodies"),
    _forum("POST", "/bodies", "Record a body"),
    _forum("GET", _BODY, "One body with its leaders"),
    _forum("PUT", _BODY, "Change a body"),
    _forum("POST", f"{_BODY}/leaders", "Appoint a leader of a body"),
    _forum("DELETE", f"{_BODY}/leaders/{{person_id}}", "Dismiss a leader of a body"),
)
FORUMS = (
    _forum("GET", "/forums", "Forums, newest first"),
    _forum("POST", "/forums", "Draft a forum"),
    _forum("GET", "/forum-templates", "What a new forum can be filled in with"),
    _forum("GET", _FORUM, "One forum with its phases", copied=True),
    _forum("PUT", _FORUM, "Amend a forum"),
    _forum("POST", f"{_FORUM}/announce", "Announce a forum: from now on anybody may see it"),
    _forum("POST", f"{_FORUM}/open", "Open a forum"),
    _forum("POST", f"{_FORUM}/close", "Close a forum"),
    _forum("POST", f"{_FORUM}/conclude", "Conclude a forum"),
    _forum("POST", f"{_FORUM}/cancel", "Cancel a forum"),
    _forum("POST", f"{_PHASE}/open", "Open a phase now"),
    _forum("POST", f"{_PHASE}/close", "Close a phase now"),
    _forum("GET", f"{_FORUM}/seats", "The seats of a forum by given name, for its organizers"),
    _forum("GET", f"{_FORUM}/seats.csv", "All seats as a file for spreadsheets", deadline=10.0, file="text/csv"),
    _forum("POST", f"{_FORUM}/seats", "Grant a seat"),
    _forum("GET", _SEAT, "One seat, for the forum's organizers"),
    _forum("PUT", _SEAT, "Change a seat"),
    _forum("DELETE", _SEAT, "Take a seat back"),
    _forum(
        "POST",
        f"{_FORUM}/delegates/import",
        "Preview or apply a list of delegates (XLSX or CSV)",
        largest=LARGEST_ROSTER,
        deadline=20.0,
    ),
    _forum("POST", f"{_FORUM}/invitations", "Invite those who hold a seat", deadline=10.0),
    _forum("POST", f"{_SEAT}/invitation", "Invite one person again; earlier links end"),
)
HALL = (
    _forum("GET", "/short-codes/{short_code}", "The forum a short code on a poster leads to"),
    _forum("POST", f"{_FORUM}/screens/codes", "Ask for a code that pairs one screen of the hall, once"),
    _forum("GET", f"{_FORUM}/screens", "The hall's screens, for the forum's organizers"),
    _forum("DELETE", f"{_FORUM}/screens/{{screen_id}}", "Unpair a screen"),
    _forum("POST", "/screens", "Make this browser a screen by the code that was typed; sets its cookie"),
    _forum("PUT", f"{_FORUM}/scene", "What the hall's screens show"),
)
DELIBERATION = (
    _proposals("GET", f"{_FORUM}/board", "Everything the page of a forum shows", copied=True),
    _proposals("GET", f"{_FORUM}/proposals", "Proposals, all or those that are looked for"),
    _proposals("POST", f"{_FORUM}/proposals", "Offer a proposal"),
    _proposals("POST", f"{_FORUM}/proposals/similar", "Proposals that may say the same as what is typed", asks=True),
    _proposals("GET", f"{_FORUM}/opinions/next", "The proposal to give one's opinion on next"),
    _proposals("GET", _PROPOSAL, "One proposal, and what became of it"),
    _proposals("DELETE", _PROPOSAL, "Take one's own proposal back"),
    _proposals("GET", f"{_FORUM}/solutions", "The solutions of a forum"),
    _proposals("POST", f"{_FORUM}/solutions", "Consolidate proposals into a solution"),
    _proposals("GET", _SOLUTION, "One solution"),
    _proposals("PUT", _SOLUTION, "Revise a solution"),
    _proposals("DELETE", _SOLUTION, "Take a solution back"),
    _proposals("GET", "/search/proposals", "Proposals and solutions of all forums that say something"),
)
ROUNDS = (
    _proposals("GET", f"{_FORUM}/rounds", "The rounds of a forum"),
    _proposals("POST", f"{_FORUM}/rounds", "Prepare a round"),
    _proposals("GET", _ROUND, "One round, with its counts where they may be seen"),
    _proposals("PUT", _ROUND, "Amend a round that has not been opened"),
    _proposals("POST", f"{_ROUND}/open", "Open a round; its roll is frozen", deadline=10.0),
    _proposals("POST", f"{_ROUND}/extend", "Move the closing of a round"),
    _proposals("POST", f"{_ROUND}/pause", "Take no ballots for a while"),
    _proposals("POST", f"{_ROUND}/resume", "Go on with a paused round"),
    _proposals("POST", f"{_ROUND}/close", "Close a round now"),
    _proposals("POST", f"{_ROUND}/reopen", "Open a closed round again, where its rule allows it"),
    _proposals("POST", f"{_ROUND}/certify", "Have a sealed round counted again and its result certified"),
    _proposals("PUT", f"{_ROUND}/presence", "Say how many were in the hall"),
    _proposals("GET", f"{_ROUND}/result", "What a certified round came to, and how"),
    _proposals(
        "GET",
        f"{_ROUND}/record",
        "The record of a certified round, with which anybody can count again",
        deadline=10.0,
        file="application/json",
    ),
    _proposals("GET", "/records", "The head of the log of all records, with proofs that it only grew"),
    _proposals("POST", f"{_ROUND}/cancel", "Cancel a round"),
    _proposals("GET", f"{_ROUND}/ballot", "One's own ballot in a round"),
    _proposals("GET", f"{_ROUND}/proxy", "The proxies one gave in a round, and was given"),
    _proposals("GET", f"{_ROUND}/proxy/holders", "Delegates whom one could give a proxy, by name"),
    _proposals("PUT", f"{_ROUND}/proxy", "Have another delegate vote for oneself, in a round that is prepared"),
    _proposals("DELETE", f"{_ROUND}/proxy", "Take one's proxy back, until its holder has voted"),
    _proposals("POST", f"{_ROUND}/proxies/{{elector_id}}/decline", "Decline a proxy one was given"),
    _proposals("POST", f"{_ROUND}/proxies/{{elector_id}}/strike", "Strike a proxy, with a reason; for organizers"),
    _proposals("GET", f"{_ROUND}/roll", "The electors of a round and who has voted, for organizers"),
    _proposals("GET", f"{_ROUND}/votes", "Who voted what in a certified round that promises that everybody sees it"),
    _proposals("GET", f"{_ROUND}/votes.csv", "All of that as a file for spreadsheets", deadline=10.0, file="text/csv"),
    _proposals("GET", f"{_ROUND}/admissions", "Who came on the roll late, or is to; for organizers"),
    _proposals("GET", f"{_ROUND}/admissions/candidates", "Delegates who are not on the roll, for organizers"),
    _proposals("POST", f"{_ROUND}/admissions", "Propose to put somebody on the roll, or in an elector's place"),
    _proposals("POST", f"{_ROUND}/admissions/{{admission_id}}/confirm", "Confirm it, as another organizer"),
    _proposals("DELETE", f"{_ROUND}/admissions/{{admission_id}}", "Drop such a proposal"),
)
PAPER = (
    _proposals(
        "PUT", f"{_ROUND}/roll/{{person_id}}/paper", "Hand out a sheet: to an elector, or who holds their proxy"
    ),
    _proposals("DELETE", f"{_ROUND}/roll/{{person_id}}/paper", "Take a sheet back that was not used"),
    _proposals("GET", f"{_ROUND}/sheets", "The sheets that were entered, for organizers", deadline=10.0),
    _proposals("POST", f"{_ROUND}/sheets", "Enter what is on a sheet, once voting is over"),
    _proposals("POST", f"{_ROUND}/sheets/{{number}}/confirm", "Confirm it, as another organizer"),
    _proposals("DELETE", f"{_ROUND}/sheets/{{number}}", "Take out a sheet that was not entered as it is"),
)
CONCLUSIONS = (
    _proposals("GET", f"{_FORUM}/conclusion", "The conclusion of a forum"),
    _proposals("POST", f"{_FORUM}/conclusion", "Number and issue the conclusion; it gives the assignments"),
    _proposals("GET", f"{_FORUM}/assignments", "The assignments of a forum"),
    _proposals("GET", _ASSIGNMENT, "One assignment"),
    _proposals("POST", f"{_ASSIGNMENT}/answer", "Answer an assignment for the body one leads"),
    _proposals("GET", f"{_ASSIGNMENT}/answers", "All answers to an assignment, for its leaders and the organizers"),
    _proposals("GET", "/me/assignments", "The assignments of the bodies one leads"),
)
MESSAGES = (
    _notify("GET", "/me/messages", "One's own messages"),
    _notify("GET", "/me/messages/unread", "How many of them are unread"),
    _notify("POST", "/me/messages/{message_id}/read", "Mark a message as read"),
    _notify("POST", "/me/messages/read", "Mark as read all that were sent up to a moment"),
    _notify("GET", f"{_FORUM}/messages", "What was sent in a forum and how that went, for its organizers"),
    _notify("GET", f"{_FORUM}/invitation", "The invitation as one would get it, for the forum's organizers"),
    _notify("POST", f"{_FORUM}/deliveries/retry", "Send again all that was given up"),
    _notify("POST", f"{_FORUM}/deliveries/{{delivery_id}}/retry", "Send one again that was given up"),
)

#: in the order of the reference: tag → addresses
BY_TAG: dict[str, tuple[Forward, ...]] = {
    "sign-in": SIGN_IN,
    "people": PEOPLE,
    "forums": FORUMS,
    "hall": HALL,
    "deliberation": DELIBERATION,
    "rounds": ROUNDS,
    "paper": PAPER,
    "conclusions": CONCLUSIONS,
    "messages": MESSAGES,
}
TABLE = tuple(forward for forwards in BY_TAG.values() for forward in forwards)
