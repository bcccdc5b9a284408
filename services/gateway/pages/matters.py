"""What matters now: the one card at the top of a forum's page, from the forum, its board and one's own ballots."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.gateway.pages.formats import moment
from services.gateway.pages.own_ballots import Place

Say = Callable[[str], str]


@dataclass(frozen=True)
class Matter:
    """One thing to do or to wait for; `waits`: a deadline runs, and nobody else can do it."""

    heading: str
    sentence: str
    href: str = ""
    button: str = ""
    also_href: str = ""
    also: str = ""
    waits: bool = False


def what_matters(
    _: Say,
    forum: Mapping[str, Any],
    rounds: Iterable[Mapping[str, Any]],
    roles: Iterable[str],
    ballots: Mapping[str, Sequence[Place]],
) -> Matter:
    """Vote, offer, see the result, or wait: the first that applies to a person with these roles (none: a visitor).

    `ballots` are those that are the person's to cast, by round, as far as they are known.
    """
    base, roles = f"/dien-dan/{forum['forum_id']}", set(roles)
    if forum["state"] != "open":
        return _outside(_, forum, base)
    rounds = list(rounds)
    voting = [round_ for round_ in rounds if round_["state"] == "open"]
    if voting:
        return _vote(_, voting, base, forum["time_zone"], roles, ballots)
    paused = next((round_ for round_ in rounds if round_["state"] == "paused"), None)
    if paused is not None:
        return _pause(_, paused, ballots.get(paused["round_id"], ()))
    collecting = _phase(forum, "collecting", "open")
    if collecting is not None:
        return _offer(_, collecting, base, forum["time_zone"], roles)
    return _wait(_, forum)


def _vote(
    _: Say,
    voting: Sequence[Mapping[str, Any]],
    base: str,
    zone: str,
    roles: set[str],
    ballots: Mapping[str, Sequence[Place]],
) -> Matter:
    """Of several open rounds the first that waits for this person; else the first in which they have voted."""
    # while proposals is away nothing tells that the person has voted, and their role whether they may
    unknown = [Place(on_roll="delegate" in roles)]
    places = {round_["round_id"]: ballots.get(round_["round_id"], unknown) for round_ in voting}
    mine = [round_ for round_ in voting if any(place.on_roll for place in places[round_["round_id"]])]
    waiting = [round_ for round_ in mine if any(place.waits for place in places[round_["round_id"]])]
    round_ = [*waiting, *mine, *voting][0]
    until = _("Vòng “%(round)s” đóng lúc %(time)s.") % {
        "round": round_["title"],
        "time": moment(round_["closes_at"], zone),
    }
    booth = f"{base}/bieu-quyet/{round_['round_id']}"
    if waiting:
        return _cast(_, places[round_["round_id"]], until, booth)
    if mine:
        return _has_cast(_, places[round_["round_id"]][0], round_, until, booth)
    return Matter(_("Các đại biểu đang biểu quyết"), until)


def _cast(_: Say, places: Sequence[Place], until: str, booth: str) -> Matter:
    """One's own ballot first, then those for others."""
    place = next(place for place in places if place.waits)
    if place.set_aside:
        why = _("Một giải pháp vừa được sửa nên phiếu đã gửi trước đó không còn được tính.")
        heading = _("Mời bạn bỏ phiếu lại thay người đã ủy quyền") if place.elector_id else _("Mời bạn bỏ phiếu lại")
        return Matter(heading, f"{why} {until}", booth + place.path, _("Bỏ phiếu lại"), waits=True)
    if not place.elector_id:
        return Matter(_("Mời bạn biểu quyết"), until, booth, _("Biểu quyết ngay"), waits=True)
    heading = _("Mời bạn bỏ phiếu thay người đã ủy quyền")
    return Matter(heading, until, booth + place.path, _("Biểu quyết ngay"), waits=True)


def _has_cast(_: Say, own: Place, round_: Mapping[str, Any], until: str, booth: str) -> Matter:
    if own.on_paper and own.holder is None:
        return Matter(_("Bạn bỏ phiếu giấy"), until)
    if own.holder is not None:
        return Matter(_("Người bạn ủy quyền bỏ phiếu thay bạn"), until, booth, _("Xem phiếu"))
    if not round_["revisable"]:
        return Matter(_("Bạn đã biểu quyết"), until, f"{booth}/da-ghi-nhan", _("Xem phiếu"))
    return Matter(_("Bạn đã biểu quyết; có thể đổi đến lúc đóng"), until, booth, _("Đổi phiếu"))


def _pause(_: Say, round_: Mapping[str, Any], places: Sequence[Place]) -> Matter:
    sentence = _("Vòng “%(round)s” chờ ban tổ chức cho tiếp tục. Phiếu đã gửi vẫn được giữ.")
    if any(place.set_aside for place in places):
        sentence = _(
            "Vòng “%(round)s” chờ ban tổ chức cho tiếp tục. Một giải pháp vừa được sửa nên phiếu đã gửi không còn được "
            "tính: khi tiếp tục, mời bạn bỏ phiếu lại."
        )
    return Matter(_("Biểu quyết đang tạm dừng"), sentence % {"round": round_["title"]})


def _offer(_: Say, phase: Mapping[str, Any], base: str, zone: str, roles: set[str]) -> Matter:
    until = _("Nhận ý kiến đến %(time)s.") % {"time": moment(phase["closes_at"], zone)}
    if roles & {"delegate", "organizer"}:
        quick = f"{base}/y-kien-nhanh"
        return Matter(
            _("Mời bạn hiến kế"),
            until,
            f"{base}/hien-ke/gui",
            _("Gửi ý kiến"),
            quick,
            _("Cho ý kiến nhanh"),
            waits=True,
        )
    return Matter(_("Diễn đàn đang nhận ý kiến của đại biểu"), until, f"{base}/hien-ke", _("Xem các ý kiến"))


def _wait(_: Say, forum: Mapping[str, Any]) -> Matter:
    coming = next((phase for phase in forum["phases"] if phase["state"] == "planned"), None)
    if coming is None:
        return Matter(_("Bạn chưa phải làm gì"), _("Ban tổ chức sẽ thông báo bước tiếp theo tại đây."))
    return Matter(
        _("Bạn chưa phải làm gì"),
        _("Bước tiếp theo: %(phase)s, lúc %(time)s.")
        % {"phase": coming["title"], "time": moment(coming["opens_at"], forum["time_zone"])},
    )


def _outside(_: Say, forum: Mapping[str, Any], base: str) -> Matter:
    starts = moment(forum["starts_at"], forum["time_zone"])
    if forum["state"] == "concluded":
        sentence, button = _after_conclusion(_, forum), _("Xem kết quả và cam kết")
        return Matter(_("Diễn đàn đã có kết luận"), sentence, f"{base}/ket-qua", button)
    if forum["state"] == "closed":
        sentence = _("Ban tổ chức đang xác nhận kết quả và chuẩn bị kết luận.")
        return Matter(_("Diễn đàn đã bế mạc"), sentence, f"{base}/ket-qua", _("Xem kết quả"))
    if forum["state"] == "cancelled":
        return Matter(_("Diễn đàn đã bị hủy"), _("Nếu cần biết thêm, hãy hỏi ban tổ chức."))
    return Matter(_("Diễn đàn chưa khai mạc"), _("Dự kiến bắt đầu lúc %(time)s.") % {"time": starts})


def _after_conclusion(_: Say, forum: Mapping[str, Any]) -> str:
    following = _phase(forum, "following-up", "open")
    if following is None:
        return _("Kết luận đã được ban hành, nhiệm vụ đã giao cho các đơn vị.")
    until = moment(following["closes_at"], forum["time_zone"])
    return _("Các đơn vị đang thực hiện nhiệm vụ được giao; diễn đàn theo dõi đến %(time)s.") % {"time": until}


def _phase(forum: Mapping[str, Any], kind: str, state: str) -> Mapping[str, Any] | None:
    return next((phase for phase in forum["phases"] if (phase["kind"], phase["state"]) == (kind, state)), None)
