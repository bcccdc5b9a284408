"""Part three: sixty ballots on six solutions, watched live, closed, sealed, certified, and counted again here.

What a round has in common with the one in `ordering` is here too.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from deploy.story import cast
from deploy.story.client import Answer, wait_until
from deploy.story.stage import Stage
from deploy.story.watching import Watcher
from services.proposals.record import verify
from services.proposals.record.canonical import canonical

ELECTORS = 60


def round_is_opened(stage: Stage) -> None:
    """The voting phase, then the round; opening it freezes the roll."""
    stage.say(
        "Mở phần biểu quyết: sáu giải pháp, tán thành, không tán thành hoặc không có ý kiến; biểu quyết ghi danh."
    )
    stage.organizer.post(f"{stage.forum}/phases/{stage.phase_ids['voting']}/open")
    solution_ids = [stage.solution_ids[solution.key] for solution in stage.cast.solutions]
    facts = {
        "title": stage.cast.forum["round"],
        "solution_ids": solution_ids,
        "live_tally": True,
    }
    stage.round_id = stage.organizer.post(f"{stage.forum}/rounds", facts)["round_id"]
    opened = open_round(stage, stage.round)
    stage.check(
        (opened["state"], opened["electors"]) == ("open", ELECTORS),
        "Vòng biểu quyết mở; danh sách cử tri chốt 60 người",
    )


def open_round(stage: Stage, path: str) -> Any:
    """Have a round take ballots for longer than the story takes."""
    closes_at = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    return stage.patiently(stage.organizer, f"{path}/open", {"closes_at": closes_at})


def delegates_are_called(stage: Stage) -> None:
    """Each gets a mail that says that voting has begun, and where."""
    stage.say("Mỗi đại biểu nhận thư báo vòng biểu quyết đã mở, kèm đường dẫn đến phiếu của mình.")
    wait_for_calls(stage, stage.round_id)


def wait_for_calls(stage: Stage, round_id: str) -> None:
    """A call that is not sent yet when its round closes never is, so nobody closes before."""
    addresses = [delegate.email for delegate in stage.cast.delegates]
    called = "thư báo mở biểu quyết đến đủ"
    wait_until(lambda: all(_is_called(stage, address, round_id) for address in addresses), called)
    stage.check(True, "Thư báo mở biểu quyết đã đến cả 60 đại biểu")


def _is_called(stage: Stage, address: str, round_id: str) -> bool:
    return any(round_id in mail.text for mail in stage.post.to(address))


def delegates_vote(stage: Stage) -> None:
    """Sixty first ballots, a dozen at a time, while somebody who has no seat watches the tally move."""
    stage.say("60 đại biểu bỏ phiếu; màn hình hội trường theo dõi kết quả đang chạy.")
    with Watcher(stage.gateway_url, stage.forum, stage.round_id) as watcher:
        wait_until(lambda: watcher.last, "màn hình hiện kết quả trước lá phiếu đầu tiên")
        ballots = cast.votes(stage.cast)
        answers = stage.for_all_to_see(lambda email: _cast(stage, email, ballots[email], 0), ballots)
        stage.check(all(answer.status == 200 for answer in answers), "60 phiếu được báo “đã tính”")
        receipts_can_be_checked(stage, stage.round_id, stage.counted)
        some_change_their_mind(stage)
        a_ballot_is_sent_twice(stage)
        a_second_tab_is_told(stage)
        wait_until(
            lambda: watcher.last == _expected(stage),
            "màn hình hiện đủ 60 phiếu và đúng kết quả",
        )
    steps = watcher.ballots
    stage.check(
        len(set(steps)) > 1 and steps == sorted(steps),
        f"Màn hình thấy kết quả chạy {steps[0]} → {steps[-1]} phiếu, không lùi lần nào",
    )


def _cast(stage: Stage, email: str, ballot: Mapping[str, str], replaces: int) -> Answer:
    return cast_ballot(stage, stage.round, email, ballot, replaces, stage.counted)


def cast_ballot(
    stage: Stage, path: str, email: str, ballot: Mapping[str, Any], replaces: int, counted: dict[str, dict[str, Any]]
) -> Answer:
    """Send a delegate's ballot; where it is counted, what was sent and answered is kept in `counted`."""
    facts = {
        "choices": {stage.solution_ids[key]: choice for key, choice in ballot.items()},
        "replaces": replaces,
        "nonce": uuid4().hex,
    }
    answer = stage.people[email].ask("PUT", f"{path}/ballot", facts)
    if answer.status == 200:
        counted[email] = {**facts, **answer.body}
    return answer


def receipts_can_be_checked(stage: Stage, round_id: str, counted: Mapping[str, Mapping[str, Any]]) -> None:
    """A receipt is the hash of the ballot's leaf (RFC 6962), so who voted can compute it again."""
    computed = {email: _receipt(round_id, ballot) for email, ballot in counted.items()}
    same = all(counted[email]["receipt"] == receipt for email, receipt in computed.items())
    stage.check(
        same and len(set(computed.values())) == ELECTORS, "60 mã phiếu khác nhau; ai cũng tính lại được mã của mình"
    )


def _receipt(round_id: str, ballot: Mapping[str, Any]) -> str:
    leaf = {"choices": ballot["choices"], "nonce": ballot["nonce"], "round": round_id}
    return sha256(b"\0" + json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def some_change_their_mind(stage: Stage) -> None:
    """A second ballot replaces the first; nobody has two."""
    changes = cast.changes(stage.cast)
    answers = stage.all_at_once(lambda email: _cast(stage, email, changes[email], 1), changes)
    revisions = [answer.status == 200 and answer.body["revision"] for answer in answers]
    stage.check(
        revisions == [2] * len(changes),
        f"{len(changes)} người đổi ý: phiếu mới thay phiếu cũ",
    )


def a_ballot_is_sent_twice(stage: Stage) -> None:
    """The phone did not hear the answer and sends the very same ballot again."""
    email = stage.cast.delegates[-1].email
    sent = stage.counted[email]
    facts = {name: sent[name] for name in ("choices", "replaces", "nonce")}
    again = stage.people[email].ask("PUT", f"{stage.round}/ballot", facts)
    same = again.status == 200 and (again.body["revision"], again.body["receipt"]) == (
        sent["revision"],
        sent["receipt"],
    )
    stage.check(same, "Một phiếu gửi lặp: cùng câu trả lời, cùng mã phiếu, không tính thêm")


def a_second_tab_is_told(stage: Stage) -> None:
    """A page that was left open still thinks that nothing has been cast."""
    email = next(iter(cast.changes(stage.cast)))
    before = dict(stage.counted[email])
    answer = _cast(stage, email, cast.votes(stage.cast)[email], 0)
    refused = answer.status in (409, 412) and answer.slug == "ballot-superseded"
    mine = stage.people[email].get(f"{stage.round}/ballot")
    kept = mine["choices"] == before["choices"] and mine["revision"] == before["revision"]
    stage.check(refused and kept, "Phiếu từ một trang cũ bị từ chối và phiếu hiện có vẫn nguyên")


def round_is_closed(stage: Stage) -> None:
    """Closed by hand; a ballot that comes later is refused."""
    stage.say("Chủ tọa đóng vòng biểu quyết. Hệ thống niêm phong sau ít giây, rồi kiểm lại từng phiếu.")
    stage.organizer.post(f"{stage.round}/close")
    email = stage.cast.delegates[0].email
    late = _cast(stage, email, cast.votes(stage.cast)[email], stage.counted[email]["revision"])
    stage.check(400 <= late.status < 500, "Phiếu đến sau giờ đóng bị từ chối")
    wait_for_seal(stage, stage.round)


def wait_for_seal(stage: Stage, path: str) -> None:
    """What was under way when a round closed has been counted."""
    wait_until(lambda: stage.organizer.get(path)["state"] == "sealed", "vòng biểu quyết được niêm phong")
    stage.check(True, "Vòng biểu quyết đã niêm phong")


def round_is_certified(stage: Stage) -> None:
    """The counter counts all ballots again before the result is certified; so does the story, from what it sent."""
    certified = certify(stage, stage.round)
    stage.check(
        certified["state"] == "certified" and certified["ballots"] == ELECTORS,
        "Kết quả được xác nhận với đúng 60 phiếu",
    )
    stage.check(
        _counts(certified["tally"]) == recount(stage),
        "Kết quả xác nhận bằng đúng kết quả kiểm lại từ 60 phiếu đã gửi",
    )
    for solution in stage.cast.solutions:
        stage.say(f"    {_line(solution.title, recount(stage)[stage.solution_ids[solution.key]])}")
    adopted = [count["solution_id"] for count in certified["tally"] if count["adopted"]]
    over_half = [id_ for id_, (yes, _, _) in recount(stage).items() if 2 * yes > ELECTORS]
    stage.check(
        sorted(adopted) == sorted(over_half),
        f"{len(adopted)} giải pháp được thông qua: quá nửa số phiếu tán thành",
    )


def certify(stage: Stage, path: str) -> Any:
    """Have the counter count a round, and wait for it."""
    stage.organizer.post(f"{path}/certify")
    wait_until(lambda: stage.organizer.get(path)["state"] == "certified", "phiếu được kiểm xong")
    return stage.organizer.get(path)


def record_is_kept(stage: Stage) -> None:
    """Anybody may have the record, and count again with it; every receipt is in it."""
    keep_record(stage, stage.round_id, stage.counted)


def keep_record(stage: Stage, round_id: str, counted: Mapping[str, Mapping[str, Any]]) -> None:
    """Check a round's record as `hienke verify` does, with all receipts, and leave it where it is asked for."""
    record = stage.organizer.get(f"{stage.forum}/rounds/{round_id}/record")
    receipts = [ballot["receipt"] for ballot in counted.values()]
    findings = verify.check(record, receipts, [stage.organizer.get("/records")])
    stage.check(
        all(finding.good is not False for finding in findings),
        f"Biên bản kiểm phiếu kiểm lại được từ đầu, có đủ {len(receipts)} mã phiếu",
    )
    if stage.records is not None:
        stage.records.mkdir(parents=True, exist_ok=True)
        file = stage.records / f"{round_id}.json"
        file.write_bytes(canonical(record))
        stage.say(f"    Biên bản để ở {file.name}; kiểm lại: hienke verify {file.name}")


def recount(stage: Stage) -> dict[str, tuple[int, int, int]]:
    """Solution → yes, no, abstain, from the last ballot each delegate was told is counted."""
    ballots = [ballot["choices"] for ballot in stage.counted.values()]
    counts = {id_: Counter(ballot[id_] for ballot in ballots) for id_ in stage.solution_ids.values()}
    return {id_: (count[cast.YES], count[cast.NO], count[cast.ABSTAIN]) for id_, count in counts.items()}


def _counts(tally: list[dict[str, Any]]) -> dict[str, tuple[int, int, int]]:
    return {count["solution_id"]: (count["yes"], count["no"], count["abstain"]) for count in tally}


def _expected(stage: Stage) -> tuple[int, dict[str, tuple[int, int, int]]]:
    return ELECTORS, recount(stage)


def _line(title: str, count: tuple[int, int, int]) -> str:
    return f"{count[0]:>2} tán thành · {count[1]:>2} không · {count[2]:>2} không có ý kiến   {title}"
