"""A body that is right, for every command; and who may send it."""

from itertools import cycle
from typing import Any

from deploy.local.stack import Stack
from tests.journeys.asking import Asker, sign_in
from tests.journeys.contract import Operation
from tests.journeys.hall import Hall, address, at


def body_of(operation: Operation, hall: Hall) -> dict[str, Any]:
    """A body the contract allows."""
    bodies: dict[str, Any] = {
        "Ballot": hall.ballot_body,
        "Opinion": lambda: {"opinion": "agree"},
        "forum.AppointLeader": lambda: hall.leader_body(address()),
        "forum.AppointOrganizer": lambda: {"full_name": "Lê Thị Mận", "email": address()},
        "forum.AskPairing": lambda: {"label": "Màn hình chính"},
        "forum.ChangeMe": lambda: {"greeting": "chị", "language": "vi"},
        "forum.ChangeSeat": lambda: {name: v for name, v in hall.seat_body("").items() if name != "email"},
        "forum.Forum": hall.forum_body,
        "forum.GrantSeat": lambda: hall.seat_body(address()),
        "forum.ImportDelegates": lambda: {"text": "họ tên,email,khối\nLê Mận,a@hall.example,Phụ nữ\n", "apply": True},
        "forum.InviteSeats": lambda: {"seat_ids": [hall.ids["seat_id"]]},
        "forum.PairScreen": lambda: {"code": "AAAAAA"},
        "forum.RecordBody": hall.body_body,
        "forum.RequestSignIn": lambda: {"email": address()},
        "forum.SetScene": lambda: {"name": "notice", "text": "Nghỉ giải lao"},
        "forum.SignInByCode": lambda: {"email": address(), "code": "000000"},
        "forum.Token": lambda: {"token": "x"},
        "notify.ReadMessages": lambda: {"until": at(0)},
        "proposals.AnswerAssignment": lambda: {"answer": "acknowledge", "text": ""},
        "proposals.Closing": lambda: {"closes_at": at(2)},
        "proposals.GiveProxy": lambda: {"holder_id": hall.ids["person_id"]},
        "proposals.IssueConclusion": hall.conclusion_body,
        "proposals.ConfirmSheet": lambda: {"entered_at": at(0)},
        "proposals.EnterSheet": lambda: {"number": 1, "choices": None},
        "proposals.HandOutSheet": lambda: {"to_holder": False},
        "proposals.Nothing": dict,
        "proposals.OfferProposal": hall.proposal_body,
        "proposals.PrepareRound": hall.round_body,
        "proposals.Presence": lambda: {"people": 3},
        "proposals.ProposeAdmission": lambda: {"person_id": hall.ids["person_id"], "reason": "Đến muộn"},
        "proposals.ReviseSolution": hall.solution_body,
        "proposals.Solution": hall.solution_body,
        "proposals.StrikeProxy": lambda: {"reason": "Không có giấy"},
        "proposals.Typed": lambda: {"problem": "Thiếu cán bộ", "measure": "Bồi dưỡng"},
    }
    made: dict[str, Any] = bodies[operation.schema]()
    return made


class Crowd:
    """Who may do a thing. Organizers take turns, so that none of them is too busy for one person."""

    def __init__(self, stack: Stack, hall: Hall, organizers: int = 16) -> None:
        addresses = [address() for _ in range(organizers)]
        for each in addresses:
            hall.organizer.done("POST", "/organizers", {"full_name": "Ban tổ chức", "email": each})
            hall.seat(each, "organizer")
        self._organizers = cycle([sign_in(stack, each) for each in addresses])
        self._hall = hall

    def for_(self, operation: Operation) -> Asker:
        """Somebody who may."""
        if operation.path.startswith("/sign-in") or operation.path == "/screens":
            return Asker(self._hall.organizer.site)
        if operation.path.endswith(("/ballot", "/opinion", "/proposals", "/similar", "/proxy", "/decline")):
            return self._hall.delegate
        if operation.path.endswith("/answer"):
            return self._hall.leader
        return next(self._organizers)
