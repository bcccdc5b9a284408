"""A forum of one test run, from its draft to its conclusion, with the people in it; `write` says what they write."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from deploy.local.stack import Stack
from tests.journeys.asking import API, Asker, sign_in
from tests.waiting import eventually

Json = dict[str, Any]
#: field, most characters → what somebody writes there
Write = Callable[[str, int], str]


def plainly(field: str, longest: int) -> str:
    """As people write."""
    return f"Nội dung {field}"[:longest]


def address() -> str:
    """A mail address nobody has."""
    return f"{uuid4().hex[:12]}@hall.example"


def at(hours: float) -> str:
    """A time, seen from now."""
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


class Hall:
    """A forum whose first organizer is `organizer`; `ids` holds one of everything that addresses name."""

    def __init__(self, stack: Stack, organizer: Asker, write: Write = plainly) -> None:
        self.stack, self.organizer, self._write = stack, organizer, write
        self.leader_email, self.delegate_email, self.removed_email = address(), address(), address()
        self.ids: dict[str, str] = {}
        self._found_body()
        forum = organizer.done("POST", "/forums", self.forum_body())
        self.ids |= {"forum_id": forum["forum_id"], "phase_id": forum["phases"][0]["phase_id"]}
        self.path = f"/forums/{forum['forum_id']}"
        self._phases = [phase["phase_id"] for phase in forum["phases"]]

    def _found_body(self) -> None:
        body = self.organizer.done("POST", "/bodies", self.body_body())
        self.ids["body_id"] = body["body_id"]
        leader = self.organizer.done("POST", f"/bodies/{body['body_id']}/leaders", self.leader_body(self.leader_email))
        self.ids["person_id"] = leader["person_id"]
        self.ids |= {"elector_id": leader["person_id"], "admission_id": str(uuid4())}  # of proxies, of late electors

    # --- what is written -------------------------------------------------------------------------------------------

    def body_body(self) -> Json:
        return {"kind": self._write("kind", 60), "code": uuid4().hex[:12], "name": self._write("body", 200)}

    def leader_body(self, email: str) -> Json:
        words = {"full_name": self._write("leader", 120), "title": self._write("post", 120)}
        return {**words, "email": email, "greeting": self._write("greeting", 40)}

    def forum_body(self) -> Json:
        def phase(kind: str) -> Json:
            return {"kind": kind, "title": self._write(kind, 120), "opens_at": at(1), "closes_at": at(3)}

        return {
            "title": self._write("title", 200),
            "summary": self._write("summary", 4000),
            "place": self._write("place", 200),
            "host_body_id": self.ids["body_id"],
            "starts_at": at(-1),
            "ends_at": at(4),
            "link_signs_in": True,
            "phases": [phase("collecting"), phase("voting")],
        }

    def seat_body(self, email: str, role: str = "delegate") -> Json:
        words = {name: self._write(name, longest) for name, longest in (("sector", 120), ("position", 200))}
        return {**words, "full_name": self._write(role, 120), "email": email, "roles": [role]}

    def proposal_body(self) -> Json:
        longest = {"problem": 1000, "measure": 3000, "who_acts": 300, "by_when": 100}
        return {name: self._write(name, most) for name, most in longest.items()}

    def solution_body(self, *proposal_ids: str) -> Json:
        words = {"title": self._write("solution", 200), "text": self._write("solution-text", 3000)}
        return {**words, "proposal_ids": list(proposal_ids), "body_ids": [self.ids["body_id"]]}

    def round_body(self) -> Json:
        said = {"title": self._write("round", 200), "solution_ids": [self.ids["solution_id"]]}
        return {**said, "names_shown": True}

    def ballot_body(self) -> Json:
        return {"choices": {self.ids["solution_id"]: "yes"}, "replaces": 0, "nonce": uuid4().hex}

    def conclusion_body(self) -> Json:
        due_on = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
        return {"items": [{"solution_id": self.ids["solution_id"], "due_on": due_on}]}

    # --- what happens ----------------------------------------------------------------------------------------------

    def seat(self, email: str, role: str = "delegate") -> str:
        """Grant a seat."""
        return str(self.organizer.done("POST", f"{self.path}/seats", self.seat_body(email, role))["seat_id"])

    def is_held(self) -> None:
        """From the first seat to the close of the one round, in which the one delegate votes yes."""
        self.is_voting()
        self.organizer.done("POST", f"{self.round}/close", {})

    def is_voting(self) -> None:
        """As far as the one delegate's vote; the round stays open."""
        self.ids["seat_id"], removed = self.seat(self.delegate_email), self.seat(self.removed_email)
        self.is_announced()
        self.organizer.done("DELETE", f"{self.path}/seats/{removed}")
        self.is_opened()
        self.leader, self.delegate = (sign_in(self.stack, each) for each in (self.leader_email, self.delegate_email))
        self.deliberates()
        self.opens_a_round()
        self.votes()

    def is_announced(self) -> None:
        """Everybody who has a seat is written to."""
        self.organizer.done("POST", f"{self.path}/announce")
        self.organizer.done("POST", f"{self.path}/invitations", {})

    def is_opened(self) -> None:
        """With all of its phases."""
        self.organizer.done("POST", f"{self.path}/open")
        for phase_id in self._phases:
            self.organizer.done("POST", f"{self.path}/phases/{phase_id}/open")

    def deliberates(self) -> None:
        """Two proposals, of which one becomes a solution."""
        offered = [self._as_soon_as_heard(self.delegate, "proposals", self.proposal_body()) for _ in range(2)]
        self.ids["proposal_id"] = offered[1]["proposal_id"]
        solution = self._as_soon_as_heard(self.organizer, "solutions", self.solution_body(offered[0]["proposal_id"]))
        self.ids["solution_id"] = solution["solution_id"]

    def prepares_a_round(self) -> str:
        """Answers its id."""
        return str(self.organizer.done("POST", f"{self.path}/rounds", self.round_body())["round_id"])

    def opens_a_round(self) -> None:
        """The one that `ids` and `round` name from now on."""
        self.ids["round_id"] = self.prepares_a_round()
        self.round = f"{self.path}/rounds/{self.ids['round_id']}"
        self._as_soon_as_heard(self.organizer, f"rounds/{self.ids['round_id']}/open", {"closes_at": at(1)})

    def votes(self) -> None:
        """The one delegate, with yes."""
        self.delegate.done("PUT", f"{self.round}/ballot", self.ballot_body())

    def is_concluded(self) -> None:
        """The result, the conclusion, the assignment it gives, and the messages that follow."""
        eventually(lambda: self.organizer.done("GET", self.round)["state"] == "sealed", 40, "the round is sealed")
        self.organizer.done("POST", f"{self.round}/certify", {})
        eventually(lambda: self.organizer.done("GET", self.round)["state"] == "certified", 20, "all is counted")
        self.organizer.done("POST", f"{self.path}/conclusion", self.conclusion_body())
        self.ids["assignment_id"] = self.organizer.done("GET", f"{self.path}/assignments")["items"][0]["assignment_id"]
        inbox = eventually(lambda: self.leader.done("GET", "/me/messages")["items"], saying="the leader is told")
        sent = eventually(lambda: self.organizer.done("GET", f"{self.path}/messages")["items"])
        self.ids |= {"message_id": inbox[0]["message_id"], "delivery_id": sent[0]["delivery_id"]}
        self.ids["session_id"] = self.leader.done("GET", "/me/sessions")["items"][0]["session_id"]

    def _as_soon_as_heard(self, who: Asker, path: str, body: Json) -> Json:
        """What needs an event that may still be on its way."""
        return eventually(lambda: who.done("POST", f"{self.path}/{path}", body))

    def everything(self) -> Json:
        """All that can be read of it and of the bodies, as its organizer."""
        pages = ("", "/board", "/seats", "/proposals", "/solutions", "/rounds", "/assignments")
        shown = {page: self.organizer.ask("GET", f"{API}{self.path}{page}").json for page in pages}
        bodies = {path: self.organizer.done("GET", path) for path in ("/bodies", f"/bodies/{self.ids['body_id']}")}
        return {**shown, **bodies, "forums": self.organizer.done("GET", "/forums")}
