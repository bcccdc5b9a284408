"""What kind of browser somebody signs in with, in two words of ours: enough to know one's own session again."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc_browser/", "Coc Coc"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
LONGEST = 1_000


def device_of(user_agent: str | None) -> str:
    """The words for a `User-Agent`, "Chrome, Android"; empty when it is none we know.

    >>> device_of("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36")
    'Chrome, Android'
    """
    sent = (user_agent or "")[:LONGEST]
    words = (next((word for sign, word in known if sign in sent), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(word for word in words if word)
