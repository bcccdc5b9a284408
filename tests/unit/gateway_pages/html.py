"""Reading a page the way a checker does: tags, attributes, and the words a person would read."""

from html.parser import HTMLParser

Attributes = dict[str, str | None]
#: attributes whose value a person reads or hears
READ = ("aria-label", "title", "alt", "placeholder", "content")
UNREAD_TAGS = ("script", "style")


class Page(HTMLParser):
    """The tags of a page, and its texts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, Attributes]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())

    def of(self, *names: str) -> list[Attributes]:
        """The attributes of every tag of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]
