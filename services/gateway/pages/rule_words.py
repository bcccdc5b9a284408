"""How a round is voted and counted, in sentences that everybody can follow: the same on every page."""

from collections.abc import Mapping
from typing import Any

from services.gateway.pages import rule_texts as texts
from services.gateway.pages.formats import money
from services.gateway.pages.methods import EQUAL_RANKS, METHODS, OF_BALLOTS
from services.gateway.pages.saying import Saying
from services.kit.errors import N_

Told = Mapping[str, Any]


class RuleWords(Saying):
    """The words of methods and rules. A round is told as the API has it."""

    def method(self, method: str) -> str:
        return self._one(texts.NAMES, method)

    def purpose(self, method: str) -> str:
        return self._one(texts.PURPOSES, method)

    def rule(self, round_: Told) -> list[tuple[str, str, list[str]]]:
        """All of it in words, in three parts: the step in which it is chosen, a heading, and sentences."""
        return [
            ("method", self._say(N_("Đại biểu làm gì")), [self.asked(round_)]),
            ("rule", self._say(N_("Kết quả được tính thế nào")), self.decided(round_)),
            ("conduct", self._say(N_("Khi biểu quyết")), self.conducted(round_)),
        ]

    def asked(self, round_: Told) -> str:
        """What the delegate does."""
        method, settings = round_["method"], round_["settings"]
        kind = METHODS[method].ballot
        if kind == "marks":
            return self._marks(method, settings, len(round_["options"]))
        if method in EQUAL_RANKS:
            kind = "equal ranking"
        return self._say(texts.BALLOTS[kind]) % {"most": settings.get("most_score")}

    def decided(self, round_: Told) -> list[str]:
        """How the ballots come to a result."""
        rule = round_["rule"]
        way = texts.WAYS.get(round_["method"])
        told = [*([self._say(way)] if way else []), *self._majority(round_), *self._limits(round_)]
        told += [self._say(texts.WEIGHTED)] if round_["unit"] > 1 else []
        for quorum, sentence in (("presence_quorum", texts.PRESENT), ("participation_quorum", texts.VOTING)):
            told += [self._say(sentence) % {"part": self.threshold(rule[quorum])}] if rule[quorum] else []
        if rule["presence_quorum"] or rule["participation_quorum"]:
            told.append(self._say(texts.NO_QUORUM))
        return told + ([self._say(texts.EQUAL[rule["ties"]])] if METHODS[round_["method"]].chooses else [])

    def conducted(self, round_: Told) -> list[str]:
        """Who sees what and when, and what can still be changed."""
        secrecy = "secret" if not round_["named"] else "shown" if round_["names_shown"] else "named"
        minutes, proxies = round_["reminder_minutes"], round_["proxies"]
        return [
            self._say(texts.SECRECY[secrecy]),
            self._say(texts.LIVE if round_["live_tally"] and round_["named"] else texts.NOT_LIVE),
            self._say(texts.REVISABLE if round_["revisable"] else texts.FINAL),
            self._say(texts.REOPENING if round_["reopening"] else texts.NOT_REOPENING),
            *([self._several(texts.PROXIES, proxies)] if proxies else []),
            self._several(texts.REMINDER, minutes) if minutes else self._say(texts.NO_REMINDER),
        ]

    def threshold(self, threshold: str) -> str:
        """How many must take part, as sentences have it; a rule writes more than a half ">1/2"."""
        return self.part(threshold.lstrip(">"), strictly=threshold.startswith(">"))

    def part(self, part: str, strictly: bool) -> str:
        """A part of a whole in words, as sentences have it: "ít nhất hai phần ba"."""
        if part == "1/1":
            return self._say(N_("toàn bộ"))
        if strictly and part == "1/2":
            return self._say(N_("quá nửa"))
        named = {"part": self._one(texts.PARTS, part)}
        return self._say(N_("quá %(part)s")) % named if strictly else self._say(N_("ít nhất %(part)s")) % named

    def _marks(self, method: str, settings: Told, options: int) -> str:
        if method != "approval":
            return self._say(texts.ONE if method == "single-choice" else texts.ANY)
        least, most = settings["least"], min(settings["most"], options)
        if least == most:
            return self._several(texts.EXACTLY, most)
        if least:
            return self._say(texts.BETWEEN) % {"least": least, "most": most}
        return self._say(texts.ANY) if most == options else self._several(texts.AT_MOST, most)

    def _majority(self, round_: Told) -> list[str]:
        rule = round_["rule"]
        if rule["majority"] is None:
            return []
        chooses, base = METHODS[round_["method"]].chooses, rule["base"]
        told = {"part": self.part(rule["majority"], rule["strictly"]), "base": self._say(texts.BASES[base])}
        sentence = texts.ADOPTED if not chooses else texts.NEEDED if _some(round_) else texts.CHOSEN
        sentences = [self._say(sentence) % told]
        sentences += [self._say(texts.BLANKS[base])] if base in texts.BLANKS else []
        asks = not chooses and (base in OF_BALLOTS or rule["abstentions"] != "in-base")
        return sentences + ([self._say(texts.ABSTAINING[rule["abstentions"]])] if asks else [])

    def _limits(self, round_: Told) -> list[str]:
        """How many are chosen, or for how much money."""
        method, settings, winners = round_["method"], round_["settings"], round_["rule"]["winners"]
        said = method in texts.BY and (_some(round_) or not (settings.get("budget") or round_["rule"]["majority"]))
        told = [self._several(texts.WINNERS[texts.BY[method]], winners)] if said else []
        if settings.get("budget"):
            told.append(self._say(texts.BUDGET) % {"budget": money(settings["budget"], self._language)})
        completion = settings.get("completion")
        return told + ([self._say(texts.COMPLETED[completion])] if completion in texts.COMPLETED else [])


def _some(round_: Told) -> bool:
    """Whether fewer are chosen than there are."""
    return bool(round_["rule"]["winners"] and round_["rule"]["winners"] < len(round_["options"]))
