"""Steps of methods in which ballots move on: instant runoff and the single transferable vote."""

from fractions import Fraction

from services.gateway.pages.steps.telling import Row, Step, Teller, Told
from services.kit.errors import N_

FIRST = N_("Mỗi phiếu tính cho giải pháp được xếp hạng cao nhất trên phiếu đó.")
VALID = N_("%(valid)s có xếp hạng; %(blank)s trắng.")
QUOTA = N_("Định mức để được chọn là %(quota)s.")
OUT = N_("%(option)s có ít phiếu nhất, %(votes)s, nên bị loại. Phiếu của nó chuyển sang hạng kế tiếp.")
SURPLUS = N_("%(option)s vượt định mức %(surplus)s. Phần vượt chuyển sang hạng kế tiếp trên các phiếu của nó.")
TO_NOBODY = N_("%(votes)s không còn hạng nào khác, nên từ đây không tính cho giải pháp nào.")
EARLIER = N_("Bằng phiếu với %(others)s. Ở bước %(step)s hai bên còn khác nhau, và điều đó quyết định.")
QUOTA_REACHED = N_("%(options)s đạt định mức và được chọn.")
MAJORITY = N_("%(options)s có quá nửa số phiếu còn tính và được chọn.")
LAST = N_("Số giải pháp còn lại bằng số chỗ còn lại, nên tất cả được chọn: %(options)s.")
EXHAUSTED, ROUNDING = N_("Không tính cho giải pháp nào"), N_("Lẻ bỏ đi khi chia phiếu")


def first(teller: Teller, place: int) -> Step:
    """The first preferences."""
    step = teller.steps[place]
    valid = teller.say(VALID, valid=teller.votes(step["valid"]), blank=teller.votes(step["blank"]))
    quota = [teller.say(QUOTA, quota=teller.votes(step["quota"]))] if "quota" in step else []
    return Step([teller.say(FIRST), valid, *quota, *_elected(teller, step)], rows=_rows(teller, place))


def out(teller: Teller, place: int) -> Step:
    """The last option goes, and its ballots move on."""
    step = teller.steps[place]
    had = teller.steps[place - 1]["votes"][step["option"]]
    return _moved(teller, place, teller.say(OUT, option=teller.name(step["option"]), votes=teller.votes(had)))


def surplus(teller: Teller, place: int) -> Step:
    """What a chosen option does not need moves on."""
    step = teller.steps[place]
    told = {"option": teller.name(step["option"]), "surplus": teller.votes(step["surplus"])}
    return _moved(teller, place, teller.say(SURPLUS, **told))


def last(teller: Teller, place: int) -> Step:
    """As many are left as are wanted."""
    return Step([teller.say(LAST, options=teller.names(teller.steps[place]["elected"]))])


def _moved(teller: Teller, place: int, sentence: str) -> Step:
    step = teller.steps[place]
    said = [sentence]
    others = [option for option in step["tied"] if option != step["option"]]
    if others and step["decided_at"] is not None:
        said.append(teller.say(EARLIER, others=teller.names(others), step=step["decided_at"] + 1))
    if Fraction(step["to_nobody"]):
        said.append(teller.say(TO_NOBODY, votes=teller.votes(step["to_nobody"])))
    return Step([*said, *_elected(teller, step)], rows=_rows(teller, place))


def _elected(teller: Teller, step: Told) -> list[str]:
    if not step["elected"]:
        return []
    has_quota = any("quota" in each for each in teller.steps)
    return [teller.say(QUOTA_REACHED if has_quota else MAJORITY, options=teller.names(step["elected"]))]


def _rows(teller: Teller, place: int) -> list[Row]:
    """What every option has after a step, who has most first, and what has got lost on the way."""
    step, before = teller.steps[place], teller.steps[place - 1] if place else None
    so_far = teller.steps[: place + 1]
    chosen = {option for each in so_far for option in each["elected"]}
    gone = {each["option"] for each in so_far if each["step"] in ("elimination", "exclusion")}
    votes = [Fraction(each) for each in step["votes"]]
    rows = [
        Row(
            teller.label(option),
            teller.number(votes[option]),
            _change(teller, votes[option], before["votes"][option]) if before else "",
            "chosen" if option in chosen else "out" if option in gone else "",
        )
        for option in sorted(range(len(votes)), key=lambda option: -votes[option])
    ]
    lost = [("exhausted", EXHAUSTED), ("rounding", ROUNDING)]
    return rows + [
        Row(teller.say(words), teller.number(step[name]), _change(teller, step[name], before[name]) if before else "")
        for name, words in lost
        if Fraction(step.get(name, 0))
    ]


def _change(teller: Teller, now: int | str | Fraction, before: int | str) -> str:
    change = Fraction(now) - Fraction(before)
    if not change:
        return ""
    return f"+{teller.number(change)}" if change > 0 else f"−{teller.number(-change)}"


TOLD = {"first": first, "elimination": out, "exclusion": out, "surplus": surplus, "last-vacancies": last}
