"""How dates and numbers are written: dd/MM/yyyy, 24 hours, in the forum's zone; 1.234, in English 1,234."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import format_decimal

from services.gateway.languages import translate
from services.kit.clock import now
from services.kit.errors import N_

ZONE = "Asia/Ho_Chi_Minh"
MONEY = N_("%(amount)s đồng")
#: decimals of an amount that are written; what has more is cut, and said to be
EXACT, ROUNDED = 5, 2


def instant(value: Any) -> datetime:
    """A service's time, which is RFC 3339 text, or seconds since 1970."""
    if isinstance(value, int):
        return datetime.fromtimestamp(value, UTC)
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def moment(value: Any, zone: str = ZONE) -> str:
    """31/05/2027 09:14"""
    return _local(value, zone).strftime("%d/%m/%Y %H:%M")


def span(start: Any, end: Any, zone: str = ZONE) -> str:
    """29/05/2027, 08:00–11:30, or both in full when they are not on one day."""
    first, last = _local(start, zone), _local(end, zone)
    if first.date() == last.date():
        return f"{first:%d/%m/%Y}, {first:%H:%M}–{last:%H:%M}"
    return f"{moment(start, zone)} – {moment(end, zone)}"


def clock(value: Any, zone: str = ZONE) -> str:
    """09:14"""
    return _local(value, zone).strftime("%H:%M")


def second(value: Any, zone: str = ZONE) -> str:
    """09:14:05"""
    return _local(value, zone).strftime("%H:%M:%S")


def day(value: Any, zone: str = ZONE) -> str:
    """31/05/2027, of a date or of a moment in a zone."""
    if isinstance(value, str) and len(value) == len("2027-05-31"):
        value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.strftime("%d/%m/%Y")
    return _local(value, zone).strftime("%d/%m/%Y")


@lru_cache(10_000)
def number(value: int, language: str = "vi") -> str:
    """1.234 or 1,234"""
    return format_decimal(value, locale=language)


def money(value: int, language: str = "vi") -> str:
    """1.234.000 đồng"""
    return translate(MONEY, language) % {"amount": number(value, language)}


def amount(value: int | str | Fraction, language: str = "vi") -> str:
    """Votes or points, exact where five decimals are enough: 12, 12,5; else about so many: ≈ 33,33."""
    exact = Fraction(value)
    if 10**EXACT % exact.denominator:
        return f"≈ {_decimal(round(exact, ROUNDED), '#,##0.00', language)}"
    return _decimal(exact, f"#,##0.{'#' * EXACT}", language)


def votes(units: int, unit: int = 1, language: str = "vi") -> str:
    """A count in units of which so many make one vote: 3 of 2 are 1,5."""
    return amount(Fraction(units, unit), language)


def percent(share: int | str | Fraction, language: str = "vi") -> str:
    """66,67%"""
    return f"{_decimal(round(Fraction(share) * 100, ROUNDED), '#,##0.##', language)}%"


def from_input(text: str, zone: str = ZONE) -> str:
    """A typed local time as RFC 3339 in UTC; what is no time, or of no zone, goes on as it is, to be refused."""
    for pattern in ("%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%d/%m/%Y %Hh%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"):
        try:
            local = datetime.strptime(text.strip(), pattern).replace(tzinfo=ZoneInfo(zone))
            return local.astimezone(UTC).isoformat().replace("+00:00", "Z")
        except (ValueError, OverflowError, ZoneInfoNotFoundError):
            continue
    return text


def day_from_input(text: str) -> str:
    """A typed day as yyyy-mm-dd; what is not a day goes on as it is."""
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return text.strip()


def is_day(text: str) -> bool:
    """Whether a text is a day as `day_from_input` writes one."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def today(zone: str = ZONE) -> date:
    """The present day in a zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def _decimal(value: Fraction, pattern: str, language: str) -> str:
    return format_decimal(Decimal(value.numerator) / value.denominator, format=pattern, locale=language)


def _local(value: Any, zone: str) -> datetime:
    return instant(value).astimezone(ZoneInfo(zone))
