"""Steps of methods that buy options with a budget, or fill so many places: greedy, equal shares, Phragmén."""

from fractions import Fraction

from services.gateway.pages.steps.telling import Step, Teller
from services.kit.errors import N_

TAKEN = N_("%(option)s có %(votes)s, cần %(cost)s: được chọn. Còn lại %(left)s.")
PASSED = N_("%(option)s có %(votes)s, cần %(cost)s, nhưng chỉ còn %(left)s: bỏ qua, xét giải pháp sau.")
ENDOWED = N_("Mỗi phiếu được chia %(each)s.")
#: by how much the share of each vote, or without a budget of all votes together, was raised
RAISED = {
    True: N_("Trong đó %(raised)s là phần tăng thêm cho mỗi phiếu để dùng những gì còn dư."),
    False: N_("Để dùng những gì còn dư, phần của tất cả các phiếu đã được tăng thêm %(raised)s."),
}
OVER = N_("Tăng nữa thì những gì được chọn sẽ vượt %(over)s.")
BOUGHT = N_("%(option)s được %(supporters)s ủng hộ cùng trả %(paid)s: được chọn. Mỗi phiếu trả %(price)s.")
DRAINED = N_("%(drained)s trả hết phần còn lại của mình, ít hơn mức ấy.")
EMPTY = N_("%(empty)s không còn gì để trả.")
LEFT = N_("Tất cả các phiếu còn %(left)s.")
EARNED = N_("%(option)s được %(supporters)s ủng hộ góp đủ %(paid)s trước: được chọn.")
LOAD = N_("Đến đây mỗi phiếu ấy đã góp, hoặc đã tích được, %(load)s. Còn lại %(left)s.")
ENDED = N_("Kế tiếp là %(option)s, cần %(cost)s, nhưng chỉ còn %(left)s: dừng ở đây.")


def taken(teller: Teller, place: int) -> Step:
    """One that still fits, by its votes; or does not."""
    step = teller.steps[place]
    told = {"option": teller.name(step["option"]), "votes": teller.votes(step["votes"])}
    told |= {name: teller.paid(step[name]) for name in ("cost", "left")}
    return Step([teller.say(TAKEN if step["step"] == "taken" else PASSED, **told)])


def endowed(teller: Teller, place: int) -> Step:
    """What every vote has to spend."""
    step = teller.steps[place]
    said = [teller.say(ENDOWED, each=teller.paid(step["each"]))]
    if step["raised"]:
        said.append(teller.say(RAISED[teller.has_budget], raised=teller.paid(step["raised"])))
        said += [teller.say(OVER, over=teller.paid(step["over"]))] if step["over"] else []
    return Step(said)


def bought(teller: Teller, place: int) -> Step:
    """What its supporters have bought: at one price, or as soon as they had the money."""
    step = teller.steps[place]
    told = {"option": teller.name(step["option"]), "supporters": teller.votes(step["supporters"])}
    told |= {name: teller.paid(step[name]) for name in ("paid", "price", "load", "left") if name in step}
    if "load" in step:
        return Step([teller.say(EARNED, **told), teller.say(LOAD, **told)])
    said = [teller.say(BOUGHT, **told)]
    for name, sentence in (("drained", DRAINED), ("empty", EMPTY)):
        if Fraction(step[name]):
            said.append(teller.say(sentence, **{name: teller.votes(step[name])}))
    return Step([*said, teller.say(LEFT, **told)])


def ended(teller: Teller, place: int) -> Step:
    """The next one does not fit."""
    step = teller.steps[place]
    told = {name: teller.paid(step[name]) for name in ("cost", "left")}
    return Step([teller.say(ENDED, option=teller.name(step["option"]), **told)])


TOLD = {"taken": taken, "passed-over": taken, "endowed": endowed, "bought": bought, "ended": ended}
