"""Templates into HTML: one environment per language, in which what people wrote is always escaped."""

import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cache, partial
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from services.gateway.board import edition, round_states
from services.gateway.languages import catalogue
from services.gateway.pages import counts, formats
from services.gateway.pages.forms import Form, new_key
from services.gateway.pages.marking import marked
from services.gateway.pages.methods import asks_who_was_present
from services.gateway.pages.words import Words

GATEWAY = Path(__file__).parent.parent
LIBRARY = "govuk_frontend_jinja"
#: the components our templates use, as `govuk.<name>`
COMPONENTS = (
    "button",
    "characterCount",
    "checkboxes",
    "errorSummary",
    "fileUpload",
    "input",
    "notificationBanner",
    "panel",
    "radios",
    "select",
    "serviceNavigation",
    "skipLink",
    "taskList",
    "tag",
    "textarea",
    "warningText",
)
TONES = {
    "good": ("adopted", "done", "certified", "concluded", "accepted", "agree"),
    "bad": ("declined", "late", "rejected", "cancelled", "given-up", "disagree"),
    "warn": ("given", "changed", "unknown", "closed", "sealed", "paused", "counting"),
    "calm": ("draft", "todo", "planned", "prepared", "over", "same", "expired"),
}


def render(template: str, language: str, **context: Any) -> str:
    """One page."""
    return environment(language).get_template(template).render(language=language, **context)


@cache
def environment(language: str) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=FileSystemLoader(GATEWAY / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # else every page looks at the files of all its templates
    )
    texts = catalogue(language)
    made.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(asset=asset, new_key=new_key, words=Words(language), govuk=components())
    made.filters.update(_filters(language, texts))
    return made


def _filters(language: str, texts: NullTranslations) -> dict[str, Callable[..., Any]]:
    """What a template can make of a value."""
    return {
        "moment": formats.moment,
        "span": formats.span,
        "second": formats.second,
        "clock": formats.clock,
        "day": formats.day,
        "number": partial(formats.number, language=language),
        "amount": partial(formats.amount, language=language),
        "votes": partial(formats.votes, language=language),
        "percent": partial(formats.percent, language=language),
        "money": partial(formats.money, language=language),
        **counts.filters(language),
        "items": choice_items,
        "wrong_items": wrong_items,
        "task_items": task_items,
        "proposal_choices": proposal_choices,
        "solution_choices": solution_choices,
        "people": people,
        "people_in_a_line": people_in_a_line,
        "weights": lambda weights: [(weight, formats.amount(weight, language)) for weight in weights],
        "asks_who_was_present": lambda round_: asks_who_was_present(round_["rule"]),
        "overdue": overdue,
        "tone": tone,
        "address": address,
        "qr": qr,
        "marked": marked,
        "edition": edition,
        "round_states": round_states,
        "days_left": partial(days_left, texts),
    }


@cache
def components() -> SimpleNamespace:
    """GOV.UK Frontend's macros. Their environment is their own: what is not given they take for nothing."""
    loader = PrefixLoader({LIBRARY: PackageLoader(LIBRARY)})
    library = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False)

    def macro(name: str) -> Any:
        folder = re.sub("([A-Z])", r"-\1", name).lower()
        module = library.get_template(f"{LIBRARY}/components/{folder}/macro.html").module
        return getattr(module, f"govuk{name[0].upper()}{name[1:]}")

    return SimpleNamespace(**{name: macro(name) for name in COMPONENTS})


def choice_items(choices: Iterable[tuple[str, ...]], chosen: Collection[Any], empty: str = "") -> list[dict[str, Any]]:
    """Choices (value, words) or (value, words, hint), as radios, checkboxes and selects take them; `empty`: none."""
    none = [{"value": "", "text": empty}] if empty else []
    return none + [
        {
            "value": value,
            "text": words,
            "hint": {"text": hint[0]} if hint else None,
            "checked": value in chosen,
            "selected": value in chosen,
        }
        for value, words, *hint in choices
    ]


def wrong_items(form: Form, words: Words) -> list[dict[str, str]]:
    """What is wrong with a form, as its summary takes it: all of it first, then each field, with a way to it."""
    whole = [{"text": form.sentence}] if form.sentence else []
    return whole + [
        {"text": words.wrong_field(name, sentence), "href": f"#{name}"} for name, sentence in form.faults.items()
    ]


def task_items(tasks: Iterable[Any], desk: str, words: Words) -> list[dict[str, Any]]:
    """Tasks (of desk/late.py) as a task list takes them."""
    return [
        {
            "title": {"text": task.sentence},
            "href": desk + task.path if task.path else None,
            "status": {"tag": {"text": words.task_state(task.state), "classes": tone(task.state)}},
        }
        for task in tasks
    ]


def proposal_choices(proposals: Iterable[dict[str, Any]], heading: str) -> list[tuple[str, str, str]]:
    """Proposals as checkboxes: whose, and what it says."""
    return [
        (
            each["proposal_id"],
            str(heading).format(number=each["number"], author=each["author"]),
            f"{each['problem']} → {each['measure']}",
        )
        for each in proposals
    ]


def people(found: Iterable[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """People to choose from: the name, and what tells them from others of the same name."""
    about = [" · ".join(filter(None, (each["position"], each["sector"]))) for each in found]
    return [(each["person_id"], each["full_name"], said) for each, said in zip(found, about, strict=True)]


def people_in_a_line(found: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """The same where there is one line for each."""
    return [(person_id, f"{name} ({said})" if said else name) for person_id, name, said in people(found)]


def solution_choices(solutions: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Solutions to choose from."""
    return [(each["solution_id"], f"{each['number']}. {each['title']}") for each in solutions]


@cache
def asset(name: str) -> str:
    """The address of a static file, with its digest, so that it may be kept for ever."""
    content = (GATEWAY / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


class Assets(StaticFiles):
    """The static files; one that is asked for by its digest never changes."""

    def __init__(self) -> None:
        super().__init__(directory=GATEWAY / "static")

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        by_digest = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if by_digest else "no-cache"
        return response


def qr(address: str) -> Markup:
    """A drawing of an address that a phone's camera reads."""
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True)
    return Markup(drawing.getvalue().decode())  # noqa: S704 - it holds squares, and no text of anybody's


def address(forum: dict[str, Any]) -> str:
    """Where a forum is reached: by the short way where one is known, which fits on a poster."""
    return f"/f/{forum['short_code']}" if forum.get("short_code") else f"/dien-dan/{forum['forum_id']}"


def tone(state: str) -> str:
    """How a state looks: good, bad, to be watched, or plain."""
    return next((f"govuk-tag--{name}" for name, states in TONES.items() if state in states), "")


def overdue(assignment: dict[str, Any]) -> bool:
    """Whether the due day has passed and the work is not done."""
    return assignment["state"] not in ("done", "declined") and _due(assignment) < formats.today()


def days_left(texts: Any, assignment: dict[str, Any]) -> str:
    """How long until the due day, in words."""
    days = (_due(assignment) - formats.today()).days
    if days < 0:
        return str(texts.ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", -days) % {"days": -days})
    if days == 0:
        return str(texts.gettext("hết hạn hôm nay"))
    return str(texts.ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days})


def _due(assignment: dict[str, Any]) -> date:
    value = assignment["due_on"]
    return value if isinstance(value, date) else date.fromisoformat(value)
