"""Numbers in addresses. Of so many digits that nothing has such a number they are no address, and not an error."""

from starlette.convertors import Convertor, register_url_convertor

NUMBER = "number"  # as routes name it: "{number:number}"
DIGITS = 9


class NumberConvertor(Convertor[int]):
    """A whole number that every part of the system can hold."""

    regex = f"[0-9]{{1,{DIGITS}}}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


def is_number(text: str) -> bool:
    """Whether somebody typed such a number."""
    return text.isascii() and text.isdigit() and len(text) <= DIGITS


register_url_convertor(NUMBER, NumberConvertor())
