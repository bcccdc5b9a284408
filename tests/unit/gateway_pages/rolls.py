"""Electors, proxies and late electors, as the API answers them and as their pages are given them."""

from typing import Any
from uuid import UUID

from services.gateway.pages.forms import Form
from tests.unit.gateway_pages.samples import DESK, OPTIONS, PERSON, ROUND, round_

OTHER = str(UUID(int=41))
THIRD = str(UUID(int=42))
ADMISSION = str(UUID(int=43))


def elector(person_id: str = PERSON, **told: Any) -> dict[str, Any]:
    """A place on a roll."""
    usual = {
        "person_id": person_id,
        "full_name": "Nguyễn Thị Ánh",
        "position": "Chủ tịch Hội",
        "sector": "Hội cơ sở",
        "weight": "1",
        "voted": False,
        "on_paper": False,
        "holder": None,
        "holds": 0,
    }
    return {**usual, **told}


def roll(*electors: dict[str, Any]) -> dict[str, Any]:
    """A page of one."""
    held = {"person_id": OTHER, "full_name": "Lê Thị Bé"}
    usual = [
        elector(holder=held, weight="1.5"),
        elector(OTHER, full_name="Lê Thị Bé", holds=1, voted=True),
        elector(THIRD, full_name="Trần Văn Cường", on_paper=True),
        elector(str(UUID(int=44)), full_name="Phạm Dung"),
    ]
    return {"items": list(electors) or usual, "next": None, "found": len(electors) or 4}


def vote(choices: dict[str, Any] | None, **told: Any) -> dict[str, Any]:
    """What an elector chose."""
    about = {"full_name": "Nguyễn Thị Ánh", "position": "Chủ tịch Hội", "sector": "Hội cơ sở", "weight": "1"}
    return {**about, "holder": None, "choices": choices, "spoilt": False, **told}


def votes(*others: dict[str, Any]) -> dict[str, Any]:
    """A page of those who ranked, one for another, did not rank, did not vote, and spoilt a sheet."""
    ranked = dict(zip(OPTIONS, (2, 1, 2), strict=False))
    usual = [
        vote(ranked),
        vote(ranked, full_name="Lê Thị Bé", weight="1.5", holder="Vũ Hà"),
        vote({}, full_name="Trần Văn Cường"),
        vote(None, full_name="Phạm Dung"),
        vote(None, full_name="Vũ Em", spoilt=True),
    ]
    return {"items": list(others) or usual, "next": OTHER, "found": len(others) or 5}


def own_proxy(state: str = "given", **told: Any) -> dict[str, Any]:
    """A proxy between two delegates."""
    people = {"elector_id": PERSON, "elector_name": "Nguyễn Thị Ánh", "holder_id": OTHER, "holder_name": "Lê Thị Bé"}
    return {**people, "state": state, "reason": "", "weight": "1.5", "used": False, **told}


def own_proxies(given: list[dict[str, Any]], held: list[dict[str, Any]], most: int = 2) -> dict[str, Any]:
    """What somebody gave and was given in the round."""
    return {"round_id": ROUND, "most": most, "given": given, "held": held}


def person(person_id: str = OTHER, full_name: str = "Lê Thị Bé") -> dict[str, Any]:
    """Somebody who was looked for."""
    about = {"position": "Chi hội trưởng", "sector": "Hội cơ sở", "weight": "1"}
    return {"person_id": person_id, "full_name": full_name, **about}


def admission(state: str = "proposed", **told: Any) -> dict[str, Any]:
    """An elector who is to come late."""
    decided = state != "proposed"
    usual = {
        "admission_id": ADMISSION,
        "person_id": OTHER,
        "full_name": "Lê Thị Bé",
        "replaces": None,
        "replaces_name": None,
        "reason": "Đến muộn vì đường ngập",
        "state": state,
        "proposed_by": THIRD,
        "proposed_by_name": "Trần Văn Cường",
        "proposed_at": "2027-05-29T02:10:00Z",
        "decided_by": PERSON if decided else None,
        "decided_by_name": "Nguyễn Thị Ánh" if decided else None,
        "decided_at": "2027-05-29T02:12:00Z" if decided else None,
    }
    return {**usual, **told}


def late() -> list[dict[str, Any]]:
    """Who came late, as everybody may know it."""
    told = {"at": "2027-05-29T02:12:00Z", "reason": "Đến muộn vì đường ngập"}
    return [{**told, "substitute": False}, {**told, "substitute": True}]


def of_delegates() -> dict[str, Any]:
    """What a delegate's page of proxies is given."""
    return {
        "round": {**round_("prepared"), "proxies": 2},
        "most": 2,
        "given": own_proxy(),
        "held": [own_proxy(elector_name="Phạm Dung"), own_proxy(elector_name="Vũ Hà", used=True)],
        "ended": [own_proxy("struck", reason="Giấy không có chữ ký"), own_proxy("lapsed")],
        "may_give": True,
        "found": [person()],
        "form": Form({"q": "be"}, {"holder_id": "Hãy chọn một người."}),
    }


def at_desk() -> dict[str, dict[str, Any]]:
    """What the desk's pages of electors are given."""
    here = f"{DESK}/bieu-quyet/{ROUND}/cu-tri"
    substitute = {"replaces": PERSON, "replaces_name": "Nguyễn Thị Ánh"}
    return {
        "electors.html": {
            "round": {**round_(), "admissions": late(), "on_paper": 12},
            "here": here,
            "form": Form({"q": "anh"}),
            "roll": {**roll(), "next": OTHER},
            "admissions": [admission(), admission(proposed_by=PERSON), admission("confirmed", **substitute)],
            "my_id": PERSON,
            "searched": True,
            "asked": "q=anh",
            "changing": True,
            "more": "sau=8",
        },
        "admit.html": {
            "here": here,
            "found": [person()],
            "replaced": elector(),
            "asked": "thay=8",
            "form": Form({"q": "", "replaces": PERSON, "reason": "Ốm"}, {"person_id": "Hãy chọn một người."}),
        },
        "hand_out.html": {
            "here": here,
            "elector": roll()["items"][0],
            "action": f"{here}/{PERSON}/phieu-giay",
            "form": Form({}, {"came": "Hãy chọn ai đến nhận phiếu."}),
        },
        "strike.html": {
            "here": here,
            "elector": roll()["items"][0],
            "action": f"{here}/{PERSON}/bac",
            "form": Form({}, {"reason": "Phần này không được để trống."}),
        },
    }
