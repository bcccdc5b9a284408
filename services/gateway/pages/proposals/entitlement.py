"""Whether the pages offer to take part. The service decides; while the directory is away we do not know, and let it."""

from typing import Any

from services.gateway.pages.page import Page
from services.kit.errors import N_

NOT_A_DELEGATE = N_("Chỉ đại biểu của diễn đàn này gửi được ý kiến.")
NOT_NOW = N_("Hiện không phải lúc nhận ý kiến.")


def entitlement(page: Page, forum: dict[str, Any], roles: list[str]) -> dict[str, Any]:
    """`may_offer`, and `why_not` in a sentence."""
    unknown = bool(page.missing)
    if not page.signed_in:
        return {"may_offer": False, "why_not": ""}
    if not (unknown or {"delegate", "organizer"} & set(roles)):
        return {"may_offer": False, "why_not": page.say(NOT_A_DELEGATE)}
    if not (unknown or is_collecting(forum)):
        return {"may_offer": False, "why_not": page.say(NOT_NOW)}
    return {"may_offer": True, "why_not": ""}


def is_collecting(forum: dict[str, Any]) -> bool:
    """Whether proposals and opinions are taken now."""
    return any(phase["kind"] == "collecting" and phase["state"] == "open" for phase in forum["phases"])
