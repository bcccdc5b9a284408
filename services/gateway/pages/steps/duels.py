"""Steps of methods that compare options two by two: Schulze and ranked pairs."""

from collections.abc import Sequence

from services.gateway.pages.steps.telling import Row, Step, Teller, Told
from services.kit.errors import N_

WINNER = N_("%(option)s thắng mọi giải pháp khác khi so từng cặp.")
NO_WINNER = N_("Không giải pháp nào thắng mọi giải pháp khác khi so từng cặp.")
LOCKED = N_("%(duel)s: ghi nhận.")
SKIPPED = N_("%(duel)s: bỏ, vì trái với những trận đã ghi nhận: %(path)s.")
EVEN = N_("%(over)s và %(under)s hòa nhau, %(votes)s–%(against)s: không ghi gì.")
BEFORE = N_("%(over)s đứng trước %(under)s.")
EQUAL = N_("%(over)s và %(under)s ngang nhau.")
DIRECT = N_("So trực tiếp: %(votes)s phiếu xếp giải pháp trước ở trên, %(against)s phiếu xếp ngược lại.")
PATH = N_("Chuỗi thắng mạnh nhất: %(path)s.")
PATH_BACK = N_("Chuỗi thắng mạnh nhất theo chiều ngược lại: %(path)s.")
NO_PATH_BACK = N_("Không có chuỗi thắng nào theo chiều ngược lại.")
WEAKEST = N_("Mắt yếu nhất của hai chuỗi: %(strength)s so với %(strength_back)s.")
SHORT_DUEL = N_("số %(over)s thắng số %(under)s %(votes)s–%(against)s")
DUEL = N_("%(over)s thắng %(under)s %(votes)s–%(against)s")
PAIRS_LEFT_OUT = N_("Còn %(pairs)s cặp khác không kể ở đây.")
DUELS_LEFT_OUT = N_("Không kể ở đây: %(locked)s trận được ghi nhận và %(skipped)s trận bị bỏ.")
RANKING = N_("Thứ tự chung cuộc:")
PLACE = N_("Hạng %(rank)s")


def winner(teller: Teller, place: int) -> Step:
    """Whether one wins every duel."""
    option = teller.steps[place]["option"]
    return Step([teller.say(NO_WINNER) if option is None else teller.say(WINNER, option=teller.name(option))])


def locked(teller: Teller, place: int) -> Step:
    """A win that counts."""
    return Step([teller.say(LOCKED, duel=_duel(teller, teller.steps[place]))])


def skipped(teller: Teller, place: int) -> Step:
    """A win that would close a circle."""
    step = teller.steps[place]
    return Step([teller.say(SKIPPED, duel=_duel(teller, step), path=_path(teller, step["path"]))])


def even(teller: Teller, place: int) -> Step:
    """A duel nobody wins."""
    return Step([teller.say(EVEN, **_both(teller, teller.steps[place]))])


def compared(teller: Teller, place: int) -> Step:
    """Two options by their strongest paths, which are told where one of them is more than the duel itself."""
    step = teller.steps[place]
    both = _both(teller, step)
    said = [teller.say(EQUAL if step["step"] == "equal" else BEFORE, **both), teller.say(DIRECT, **both)]
    if len(step["path"]) < 2 and not step["path_back"]:
        return Step(said)
    there, back = (_path(teller, step[name]) for name in ("path", "path_back"))
    more = [teller.say(PATH, path=there)] if there else []
    more.append(teller.say(PATH_BACK, path=back) if back else teller.say(NO_PATH_BACK))
    strengths = {name: _strength(teller, step[name]) for name in ("strength", "strength_back")}
    return Step(said, [*more, teller.say(WEAKEST, **strengths)])


def left_out(teller: Teller, place: int) -> Step:
    """What is too much to tell."""
    step = teller.steps[place]
    if "pairs" in step:
        return Step([teller.say(PAIRS_LEFT_OUT, pairs=teller.number(step["pairs"]))])
    told = {name: teller.number(step.get(name) or 0) for name in ("locked", "skipped")}
    return Step([teller.say(DUELS_LEFT_OUT, **told)])


def ranking(teller: Teller, place: int) -> Step:
    """The order all of it comes to."""
    places = enumerate(teller.steps[place]["places"], 1)
    rows = [Row("; ".join(map(teller.label, options)), teller.say(PLACE, rank=rank)) for rank, options in places]
    return Step([teller.say(RANKING)], rows=rows)


def _duel(teller: Teller, duel: Told) -> str:
    return teller.say(DUEL, **_both(teller, duel))


def _both(teller: Teller, duel: Told) -> dict[str, str]:
    names = {name: teller.name(duel[name]) for name in ("over", "under")}
    return names | {name: teller.number(duel[name]) for name in ("votes", "against")}


def _path(teller: Teller, duels: Sequence[Told]) -> str:
    return "; ".join(teller.say(SHORT_DUEL, **_short(teller, duel)) for duel in duels)


def _short(teller: Teller, duel: Told) -> dict[str, str]:
    numbers = {name: str(teller.options[duel[name]]["number"]) for name in ("over", "under")}
    return numbers | {name: teller.number(duel[name]) for name in ("votes", "against")}


def _strength(teller: Teller, strength: Sequence[int | str]) -> str:
    return "–".join(map(teller.number, strength))


TOLD = {
    "condorcet-winner": winner,
    "locked": locked,
    "skipped": skipped,
    "even": even,
    "before": compared,
    "equal": compared,
    "left-out": left_out,
    "ranking": ranking,
}
