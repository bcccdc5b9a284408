"""A first visit stays small and asks nobody else, page by page; `python -m bench.pages` measures how long it takes."""

import pytest
from playwright.sync_api import Browser

from bench.weighing import MOST_BYTES, MOST_SCRIPT_BYTES, weigh
from deploy.local.stack import Stack
from tests.browser.forums import Forums
from tests.browser.pages import BOOTH, FORUM

PAGES = [
    ("delegate", "voting", FORUM),
    ("delegate", "voting", BOOTH),
    ("nobody", "voting", FORUM + "/hien-ke"),
    ("delegate", "voting", FORUM + "/hien-ke/gui"),
    ("delegate", "over", FORUM + "/ket-qua"),
]


@pytest.mark.parametrize(("who", "state", "address"), PAGES)
def test_a_first_visit_is_small(
    who: str, state: str, address: str, browser: Browser, site: Stack, forums: Forums
) -> None:
    forum = forums[state]
    weight = weigh(browser, site.urls["gateway"] + address.format(**forum.places), forum.token(who))
    assert weight.bytes_by_kind["Document"] > 0
    assert weight.bytes <= MOST_BYTES, weight
    assert weight.script_bytes <= MOST_SCRIPT_BYTES, weight
    assert weight.other_hosts == []
