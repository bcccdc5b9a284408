"""Forums for browsers: halls at the moments at which people open their pages, with as many people as a test needs."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from deploy.local.stack import Stack
from services.kit.links import Links
from tests.journeys.asking import Asker, sign_in
from tests.journeys.hall import Hall, Json, Write, address, at
from tests.journeys.hostile import hostile
from tests.waiting import eventually

#: the longest word there is comes first: what cannot be broken is what breaks a page
LONG = "Nghiêngnghiêngtrườngthọtừthiệnnhânđạo" * 3 + " Hội Liên hiệp Phụ nữ phường Phú Thủy, thành phố Phan Thiết" * 80


def at_length(field: str, longest: int) -> str:
    """As much as fits, beginning with what a test may look for."""
    return f"{field} {LONG}"[:longest].strip()


TEXTS = {
    "title": "Tọa đàm nâng cao chất lượng đội ngũ cán bộ Hội",
    "summary": "Đại biểu các cấp bàn giải pháp cho ngành mình, đơn vị mình, địa phương mình.",
    "place": "Hội trường Tỉnh ủy",
    "body": "Sở Nội vụ",
    "kind": "Sở, ngành",
    "collecting": "Nhận ý kiến hiến kế",
    "voting": "Biểu quyết",
    "delegate": "Nguyễn Thị Ánh",
    "leader": "Trần Văn Bình",
    "organizer": "Lê Thị Hường",
    "greeting": "chị",
    "post": "Giám đốc",
    "position": "Chủ tịch Hội LHPN xã",
    "sector": "Cơ sở",
    "problem": "Nhiều cán bộ Hội ở xã chưa được học lớp nào trước khi nhận việc.",
    "measure": "Mỗi năm mở hai lớp, học ngay tại huyện, mỗi lớp ba ngày.",
    "who_acts": "Hội LHPN tỉnh phối hợp với Sở Nội vụ",
    "by_when": "Trước Đại hội",
    "solution": "Bồi dưỡng cán bộ Hội trước khi nhận nhiệm vụ",
    "solution-text": "Mỗi năm mở hai lớp bồi dưỡng tại huyện; ai được quy hoạch thì được học trước.",
    "round": "Biểu quyết các giải pháp",
}


def as_people_write(field: str, longest: int) -> str:
    """What stands in the pictures of the walks."""
    return TEXTS[field][:longest]


class Forum(Hall):
    """A hall with more people: `spare` delegates besides the one, and one leader for each of `bodies`."""

    def __init__(self, stack: Stack, organizer: Asker, write: Write | None = None, spare: int = 0, bodies: int = 1):
        super().__init__(stack, organizer, *([write] if write else []))
        self.spare = [address() for _ in range(spare)]
        self.leaders = [self.leader_email]
        self._bodies = [self.ids["body_id"]]
        for _ in range(bodies - 1):
            self._adds_a_body()
        self.names_shown = False
        self._signed_in: dict[str, Asker] = {}
        self._seats: dict[str, str] = {}

    def _adds_a_body(self) -> None:
        body = self.organizer.done("POST", "/bodies", self.body_body())
        self._bodies.append(body["body_id"])
        self.leaders.append(address())
        self.organizer.done("POST", f"/bodies/{body['body_id']}/leaders", self.leader_body(self.leaders[-1]))

    def solution_body(self, *proposal_ids: str) -> Json:
        return {**super().solution_body(*proposal_ids), "body_ids": self._bodies}

    def round_body(self) -> Json:
        return {**super().round_body(), "names_shown": self.names_shown}

    def texts(self, field: str) -> str:
        """What is written in a field."""
        return self._write(field, 200)

    # --- who comes -------------------------------------------------------------------------------------------------

    def token(self, who: str) -> str:
        """The session of `organizer`, `delegate`, `other delegate`, `leader`, `nobody`, or of a mail address."""
        if who in ("organizer", "nobody"):
            return self.organizer.token if who == "organizer" else ""
        known = {
            "delegate": self.delegate_email,
            "leader": self.leader_email,
            "other delegate": next(iter(self.spare), ""),
        }
        email = known.get(who, who)
        if email not in self._signed_in:
            self._signed_in[email] = sign_in(self.stack, email)
        return self._signed_in[email].token

    def invitation(self, email: str) -> str:
        """The token of a delegate's invitation."""
        return Links(self.stack.settings["LINK_KEY"]).make("invitation", [self._seats[email], 1])

    def sign_in_link(self) -> str:
        """The token of a link that its page shows without using it up; of nobody."""
        return Links(self.stack.settings["LINK_KEY"]).make("sign-in", ["", ""])

    @property
    def places(self) -> dict[str, str]:
        """What an address may name."""
        return {**self.ids, "invitation": self.invitation(self.delegate_email), "link": self.sign_in_link()}

    # --- what happens ----------------------------------------------------------------------------------------------

    def gathers(self) -> "Forum":
        """Everybody is seated and invited, and it is open; nothing has been offered yet."""
        for email in (self.delegate_email, *self.spare):
            self._seats[email] = self.seat(email)
        self.ids["seat_id"] = self._seats[self.delegate_email]
        self.is_announced()
        self.is_opened()
        self.leader, self.delegate = (sign_in(self.stack, each) for each in (self.leader_email, self.delegate_email))
        self._signed_in |= {self.delegate_email: self.delegate, self.leader_email: self.leader}
        return self

    def opens_voting(self) -> "Forum":
        """A round is open, and nobody has voted yet."""
        self.gathers()
        self.deliberates()
        self.opens_a_round()
        elector = self.organizer.done("GET", f"{self.round}/roll")["items"][0]
        self.ids |= {"elector": elector["person_id"], "elector_name": quote(elector["full_name"][:60])}
        return self

    def changes_a_solution(self) -> "Forum":
        """Somebody has voted, and the text is changed under them."""
        self.opens_voting()
        self.votes()
        changed = {**self.solution_body(), "set_aside": True}
        self.organizer.done("PUT", f"{self.path}/solutions/{self.ids['solution_id']}", changed)
        return self

    def votes_on_paper(self) -> "Forum":
        """Everybody was handed a sheet, voting is closed, and the first sheet is entered."""
        self.opens_voting()
        electors = [each["person_id"] for each in self.organizer.done("GET", f"{self.round}/roll")["items"]]
        for elector_id in electors:
            self.organizer.done("PUT", f"{self.round}/roll/{elector_id}/paper", {"to_holder": False})
        self.organizer.done("POST", f"{self.round}/close", {})
        sheet = {"number": 1, "elector_id": electors[0], "choices": self.ballot_body()["choices"]}
        self.organizer.done("POST", f"{self.round}/sheets", sheet)
        return self

    def has_a_round_prepared(self) -> "Forum":
        """Everything is ready for voting."""
        self.gathers()
        self.deliberates()
        self.ids["round_id"] = self.prepares_a_round()
        self.round = f"{self.path}/rounds/{self.ids['round_id']}"
        return self

    def everybody_votes(self) -> None:
        """The one delegate and the spare ones, with yes."""
        for email in (self.delegate_email, *self.spare):
            Asker(self.organizer.site, self.token(email)).done("PUT", f"{self.round}/ballot", self.ballot_body())

    def round_state(self) -> str:
        """Of the round that `ids` names."""
        return str(self.organizer.done("GET", self.round)["state"])

    def methods_prepared(self) -> set[str]:
        """By which its rounds would be counted that have not been opened; each bears the method's name."""
        rounds = self.organizer.done("GET", f"{self.path}/rounds")["items"]
        return {each["method"] for each in rounds if (each["state"], each["title"]) == ("prepared", each["method"])}

    def ballots(self) -> int:
        """How many count in it."""
        return int(self.organizer.done("GET", self.round)["ballots"])

    def is_over(self) -> "Forum":
        """Concluded; every body has its assignment, and everybody may see who voted what."""
        self.names_shown = True
        self.opens_voting()
        self.votes()
        self.organizer.done("POST", f"{self.round}/close", {})
        self.is_concluded()
        return self

    def assignment_of(self, email: str) -> str:
        """The assignment that a leader must answer."""
        mine = Asker(self.organizer.site, self.token(email))
        return str(eventually(lambda: mine.done("GET", "/me/assignments")["items"])[0]["assignment_id"])

    def opens_the_prepared_round(self) -> None:
        """For an hour."""
        self.organizer.done("POST", f"{self.round}/open", {"closes_at": at(1)})


#: how a round is voted → what is asked for beside its options, and what one chooses of the first, second and third
OTHER_WAYS: dict[str, tuple[Json, tuple[Any, ...]]] = {
    "single": ({"method": "single-choice"}, (True,)),
    "marks": ({"method": "approval", "settings": {"least": 2, "most": 3}}, (True, True)),
    "scores": ({"method": "score", "settings": {"most_score": 5}}, (5, 0)),
    "equals": ({"method": "schulze"}, (1, 2, 2)),
    "ranking": ({"method": "scottish-stv", "rule": {"winners": 2}, "secret": True}, (1, 2, 3)),
    "budget": ({"method": "equal-shares"}, (True, False, True)),
}


class OtherWay(Forum):
    """A forum that votes by another method, over three solutions; secretly among as many as that takes."""

    def __init__(self, stack: Stack, organizer: Asker, way: str):
        super().__init__(stack, organizer, spare=5)
        self._asked, self._chosen = OTHER_WAYS[way]
        self.options: list[str] = []

    def deliberates(self) -> None:
        super().deliberates()
        more = [self.organizer.done("POST", f"{self.path}/solutions", self.solution_body()) for _ in range(2)]
        self.options = [self.ids["solution_id"], *(solution["solution_id"] for solution in more)]

    def round_body(self) -> Json:
        asked = {**super().round_body(), "solution_ids": self.options, **self._asked}
        if self._asked["method"] == "equal-shares":
            asked["settings"] = {"costs": dict.fromkeys(self.options, 50_000_000), "budget": 100_000_000}
        return asked

    def ballot_body(self) -> Json:
        chosen = zip(self.options, self._chosen, strict=False)
        return {
            **super().ballot_body(),
            "choices": {option: choice for option, choice in chosen if choice is not False},
        }


#: what a page may be opened in → how it is held
STATES: dict[str, Callable[[Stack, Asker], Forum]] = {
    "empty": lambda stack, admin: Forum(stack, admin, spare=1).gathers(),
    "voting": lambda stack, admin: Forum(stack, admin, spare=1, bodies=2).opens_voting(),
    "changed, voting": lambda stack, admin: Forum(stack, admin).changes_a_solution(),
    "paper": lambda stack, admin: Forum(stack, admin, spare=1).votes_on_paper(),
    "long, paper": lambda stack, admin: Forum(stack, admin, at_length, spare=1).votes_on_paper(),
    "hostile, paper": lambda stack, admin: Forum(stack, admin, hostile, spare=1).votes_on_paper(),
    "over": lambda stack, admin: Forum(stack, admin, bodies=2).is_over(),
    "long, voting": lambda stack, admin: Forum(stack, admin, at_length, spare=1).opens_voting(),
    "long, over": lambda stack, admin: Forum(stack, admin, at_length).is_over(),
    "hostile, voting": lambda stack, admin: Forum(stack, admin, hostile, spare=1).opens_voting(),
    "hostile, over": lambda stack, admin: Forum(stack, admin, hostile).is_over(),
    **{
        f"{way}, voting": partial(lambda way, stack, admin: OtherWay(stack, admin, way).opens_voting(), way)
        for way in OTHER_WAYS
    },
    **{
        f"{way}, over": partial(lambda way, stack, admin: OtherWay(stack, admin, way).is_over(), way)
        for way in ("ranking", "equals", "budget")
    },
}


class Forums:
    """Every state's forum, held when it is first asked for: to be looked at, not to be changed."""

    def __init__(self, stack: Stack, admin: Asker) -> None:
        self._stack, self._admin = stack, admin
        self._held: dict[str, Forum] = {}

    def __getitem__(self, state: str) -> Forum:
        if state not in self._held:
            self._held[state] = STATES[state](self._stack, self._admin)
        return self._held[state]
