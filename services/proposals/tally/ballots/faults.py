"""What is wrong with choices of any kind: they are no object, name an option that is not on the ballot, or say of one
what nobody can read.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.kit.errors import Fault

NO_LIMITS: Mapping[str, Any] = {}


def of_options(
    choices: Any, options: Sequence[str], code: str, is_right: Callable[[Any], bool], params: Mapping[str, Any]
) -> list[Fault]:
    """A fault for every option of which something ill was said, and one for all that are unknown."""
    if not isinstance(choices, dict):
        return [Fault("/choices", "not-an-object")]
    unknown = [Fault("/choices", "unknown-option") for option in choices if option not in options][:1]
    wrong = [option for option in options if option in choices and not is_right(choices[option])]
    return unknown + [Fault(f"/choices/{option}", code, dict(params)) for option in wrong]
