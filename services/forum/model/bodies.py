"""Bodies: what may not be recorded of an organisation unit. The tree's and the code's rules are constraints too."""

from services.kit.errors import Fault, Invalid


class CodeTaken(Invalid):
    """Raised when another body has this code."""

    def __init__(self) -> None:
        super().__init__([Fault("/code", "taken")])


class UnknownParent(Invalid):
    """Raised when the body it should stand under does not exist."""

    def __init__(self) -> None:
        super().__init__([Fault("/parent_id", "unknown-body")])


class UnderItself(Invalid):
    """Raised when a body would stand under itself, at once or by way of others."""

    def __init__(self) -> None:
        super().__init__([Fault("/parent_id", "under-itself")])


class ValidityReversed(Invalid):
    """Raised when a body would end before it begins."""

    def __init__(self) -> None:
        super().__init__([Fault("/valid_to", "before-valid-from")])
