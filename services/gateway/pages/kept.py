"""What somebody typed and could not send: it is shown again, goes along through signing in, and can be sent then."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.datastructures import FormData
from starlette.requests import Request

from services.gateway import csrf

#: the hidden field that carries it through the pages of signing in
FIELD = "giu"
#: fields that are of the form, not of what was typed
OWN_FIELDS = (csrf.FIELD, "key", FIELD)
#: what is longer does not go along, or the form of signing in would be refused with it: a list of delegates is such
LONGEST = 400 * 1024
#: signing in by mail takes minutes; a page that was left open since yesterday should not act by one press
SECONDS = 3600


@dataclass(frozen=True)
class Kept:
    """Where a form goes, and its fields; a file cannot be kept."""

    action: str
    fields: list[tuple[str, str]]
    key: str


def of_form(request: Request, form: FormData) -> Kept:
    """What a form that was posted holds."""
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    own = [(name, value) for name, value in fields if name not in OWN_FIELDS]
    address = request.url
    action = f"{address.path}?{address.query}" if address.query else address.path
    return Kept(action, own, str(form.get("key") or ""))


class Keeping:
    """Writes it into a hidden field and reads it back; signed, so that no other page's words get into ours."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeTimedSerializer(key, salt="kept", signer_kwargs={"digest_method": hashlib.sha256})

    def write(self, kept: Kept) -> str:
        """The field's value; empty when it would be too long."""
        value = str(self._signer.dumps(asdict(kept)))
        return value if len(value) <= LONGEST else ""

    def read(self, value: Any) -> Kept | None:
        """What the field holds; None when it is empty, not ours, or older than an hour."""
        try:
            facts = self._signer.loads(str(value or ""), max_age=SECONDS)
        except BadData:
            return None
        return Kept(facts["action"], [(name, text) for name, text in facts["fields"]], facts["key"])
