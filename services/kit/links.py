"""Signed links: a token says what it says because of its signature, so nothing secret is stored and anyone with the
installation's key makes the same token. What a token stands for can still have ended: its reader asks its own tables.

    Links(settings.link_key).make("invitation", [str(seat_id), serial])
"""

from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from services.kit.errors import Missing

LONGEST = 512


class Links:
    """Makes and reads the tokens of links with the installation's link key; one purpose's token is none of another."""

    def __init__(self, key: str) -> None:
        self._key = key

    def make(self, purpose: str, value: Any) -> str:
        """The token for a value that JSON can hold; the same value gives the same token."""
        return str(URLSafeSerializer(self._key, salt=purpose).dumps(value))

    def read(self, purpose: str, token: str) -> Any:
        """The value of a token. Raises Missing when it was not made by us for this purpose."""
        if len(token) > LONGEST:
            raise Missing
        try:
            return URLSafeSerializer(self._key, salt=purpose).loads(token)
        except (BadData, UnicodeError) as error:
            raise Missing from error
