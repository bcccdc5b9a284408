"""Part one: the organizers set up the bodies, the forum and its delegates, and invite them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from deploy.story.cast import Body
from deploy.story.client import Api, wait_until
from deploy.story.stage import Stage

MISTAKE = "Người thử sai,khong-phai-thu-dien-tu,Khối không quan trọng,KHONG-CO,Thử,đại biểu\n"
TIME = "%Y-%m-%dT%H:%M:%SZ"


def organizer_signs_in(stage: Stage) -> None:
    """The first organizer asks for a code, reads it in the mail, and is in."""
    stage.say("Chị phụ trách hệ thống xin mã đăng nhập, đọc mã trong thư và vào làm việc.")
    stage.sign_in_by_code(stage.organizer_email)
    me = stage.organizer.get("/me")
    stage.check(me["organizer"], f"Người tổ chức đầu tiên đã đăng nhập: {me['email']}")


def bodies_are_entered(stage: Stage) -> None:
    """The tree of bodies; what an earlier performance left is used again."""
    stage.say(
        f"Nhập {len(stage.cast.bodies)} cơ quan, đơn vị thành một cây: cấp ủy, chính quyền, sở ngành, Mặt trận, Hội."
    )
    stage.body_ids = {body["code"]: body["body_id"] for body in stage.organizer.every("/bodies")}
    for body in stage.cast.bodies:
        if body.code not in stage.body_ids:
            stage.body_ids[body.code] = _enter(stage, body)
    there = {body["code"]: body for body in stage.organizer.every("/bodies")}
    stage.check(
        all(_hangs_right(stage, there.get(body.code), body) for body in stage.cast.bodies),
        f"{len(stage.cast.bodies)} cơ quan có đủ, mỗi cơ quan đúng cấp trên của mình",
    )


def _enter(stage: Stage, body: Body) -> str:
    parent = stage.body_ids[body.parent] if body.parent else None
    facts = {
        "kind": body.kind,
        "code": body.code,
        "name": body.name,
        "parent_id": parent,
    }
    return str(stage.organizer.post("/bodies", facts)["body_id"])


def _hangs_right(stage: Stage, there: Mapping[str, Any] | None, body: Body) -> bool:
    return there is not None and there["parent_id"] == (stage.body_ids[body.parent] if body.parent else None)


def leaders_are_named(stage: Stage) -> None:
    """Who answers for each body that can be addressed."""
    led = [body for body in stage.cast.bodies if body.leader]
    stage.say(f"Ghi tên {len(led)} lãnh đạo trả lời thay cho đơn vị mình.")
    stage.all_at_once(lambda body: _name_leader(stage, body), led)
    stage.check(
        all(_is_led(stage, body) for body in led),
        f"{len(led)} đơn vị đã có lãnh đạo chịu trách nhiệm",
    )


def _name_leader(stage: Stage, body: Body) -> None:
    if not _is_led(stage, body) and body.leader:
        leader = body.leader
        facts = {
            "full_name": leader.name,
            "email": leader.email,
            "title": leader.title,
            "greeting": leader.greeting,
        }
        stage.organizer.post(f"/bodies/{stage.body_ids[body.code]}/leaders", facts)


def _is_led(stage: Stage, body: Body) -> bool:
    there = stage.organizer.get(f"/bodies/{stage.body_ids[body.code]}")
    return any(leader["full_name"] == body.leader.name for leader in there["leaders"] if body.leader)


def forum_is_drafted(stage: Stage) -> None:
    """The forum and its phases; they begin at this moment, as the forum is played now."""
    texts = stage.cast.forum
    stage.say(f"Soạn diễn đàn “{texts['title']}”.")
    forum = stage.organizer.post(
        "/forums",
        {
            "title": texts["title"],
            "summary": texts["summary"].strip(),
            "place": texts["place"],
            "host_body_id": stage.body_ids[texts["host"]],
            "time_zone": "Asia/Ho_Chi_Minh",
            "starts_at": _at(stage, 0),
            "ends_at": _at(stage, 4),
            "link_signs_in": True,
            "phases": _phases(stage),
        },
    )
    stage.forum_id = forum["forum_id"]
    stage.phase_ids = {phase["kind"]: phase["phase_id"] for phase in forum["phases"]}
    stage.check(
        forum["state"] == "draft",
        "Diễn đàn ở trạng thái bản nháp, người ngoài chưa xem được",
    )


def _phases(stage: Stage) -> list[dict[str, str]]:
    hours = {"collecting": (0, 2), "voting": (2, 4), "following-up": (0, 90 * 24)}  # the last waits for the conclusion
    return [
        {
            "kind": kind,
            "title": stage.cast.forum["phases"][kind],
            "opens_at": _at(stage, opens),
            "closes_at": _at(stage, closes),
        }
        for kind, (opens, closes) in hours.items()
    ]


def _at(stage: Stage, hours: float) -> str:
    return (stage.began + timedelta(hours=hours)).strftime(TIME)


def second_organizer_gets_a_seat(stage: Stage) -> None:
    """A forum is not run alone."""
    person = stage.cast.forum["organizer"]
    stage.say(f"Mời thêm {person['name']}, {person['position']}, cùng điều hành.")
    seat = stage.organizer.post(f"{stage.forum}/seats", second_organizer(stage))
    stage.check(seat["roles"] == ["organizer"], "Người tổ chức thứ hai đã có ghế")


def second_organizer(stage: Stage) -> dict[str, Any]:
    """The seat of whoever organizes beside the one who installed the system."""
    person = stage.cast.forum["organizer"]
    return {
        "full_name": person["name"],
        "email": person["email"],
        "sector": "Ban tổ chức",
        "body_code": stage.cast.forum["host"],
        "position": person["position"],
        "roles": ["organizer"],
    }


def delegates_are_imported(stage: Stage) -> None:
    """Preview, apply, and the same file again; before that, a file with mistakes, which imports nothing."""
    path, text = f"{stage.forum}/delegates/import", stage.cast.delegates_csv
    stage.say("Nhập danh sách 60 đại biểu từ tệp CSV: thử tệp có lỗi, xem trước, nhập, rồi nhập lại lần nữa.")
    broken = stage.organizer.ask("POST", path, {"text": text + MISTAKE, "apply": True})
    stage.check(
        broken.status == 422 and _delegates(stage) == 0,
        "Tệp có một dòng sai: hệ thống chỉ ra lỗi, không nhập dòng nào",
    )
    preview = stage.organizer.post(path, {"text": text, "apply": False})
    stage.check(
        (preview["new"], preview["faults"], _delegates(stage)) == (60, [], 0),
        "Xem trước: 60 người mới, chưa ghi gì",
    )
    applied = stage.organizer.post(path, {"text": text, "apply": True})
    stage.check(
        applied["new"] == 60 and _delegates(stage) == 60,
        "Nhập xong: 60 ghế đại biểu, sáu khối",
    )
    again = stage.organizer.post(path, {"text": text, "apply": True})
    counts = (again["new"], again["changed"], again["same"], _delegates(stage))
    stage.check(counts == (0, 0, 60, 60), "Nhập lại cùng tệp: không thay đổi gì")


def _delegates(stage: Stage) -> int:
    return sum("delegate" in seat["roles"] for seat in stage.organizer.every(f"{stage.forum}/seats"))


def forum_is_announced(stage: Stage) -> None:
    """From now on anybody may read it."""
    stage.say("Công bố diễn đàn và gửi giấy mời.")
    forum = stage.organizer.post(f"{stage.forum}/announce")
    stage.check(forum["state"] == "announced", "Diễn đàn đã công bố")


def delegates_are_invited(stage: Stage) -> None:
    """One mail each, with a link that is that person's."""
    stage.organizer.post(f"{stage.forum}/invitations", {})
    addresses = [delegate.email for delegate in stage.cast.delegates]
    wait_until(
        lambda: all(stage.post.to(address) for address in addresses),
        "giấy mời đến đủ 60 đại biểu",
    )
    stage.check(True, "Giấy mời đã đến hộp thư của cả 60 đại biểu")


def stranger_is_kept_out(stage: Stage) -> None:
    """Whoever has no seat reads the programme and no list of people."""
    stranger = Api(stage.gateway_url)
    shown = wait_until(lambda: stranger.ask("GET", stage.forum).body.get("title"), "diễn đàn hiện ra với người ngoài")
    stage.check(shown == stage.cast.forum["title"], "Người ngoài đọc được chương trình")
    answer = stranger.ask("GET", f"{stage.forum}/seats")
    stage.check(
        answer.status in (401, 403, 404),
        "Người ngoài không đọc được danh sách ghế và địa chỉ thư",
    )
