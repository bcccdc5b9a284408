"""The notify service's table of contents: what it hears, what it does by itself, what it is asked."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from nameko.timer import timer

from services import contracts
from services.kit.consumer import Batch, hears
from services.kit.http import Call, command, query
from services.kit.links import Links
from services.kit.mail import Post
from services.kit.operations import Feed, Health, Housekeeping, Parking
from services.kit.providers import DatabaseProvider, SettingsProvider, StatementsProvider
from services.notify import commands, deliverer, listeners, model, schemas, views

SENDERS = 4
SEND_SECONDS = 0.25
LAPSE_SECONDS = 5


def senders(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """Several timers for one method: one that waits for a slow mail server does not hold up the others."""
    for _ in range(SENDERS):
        timer(interval=SEND_SECONDS)(method)
    return method


class Service:
    """Nameko's service."""

    name = "notify"

    db = DatabaseProvider(model.CONSTRAINTS)
    statements = StatementsProvider()
    settings = SettingsProvider()
    feed = Feed()
    health = Health()
    parking = Parking()
    housekeeping = Housekeeping()

    @hears("forum", known=contracts.EVENTS["forum"])
    def hear_forum(self, batch: Batch) -> None:
        """People, leaders, forums, seats, invitations."""
        batch.apply(self.db, listeners.FORUM)

    @hears("proposals", known=contracts.EVENTS["proposals"])
    def hear_proposals(self, batch: Batch) -> None:
        """Rounds and assignments."""
        batch.apply(self.db, listeners.PROPOSALS)

    @senders
    def send_due(self) -> None:
        """Hand letters to the mail server."""
        post = Post(self.settings.smtp_url, self.settings.mail_from)
        deliverer.Sender(self.db, post, Links(self.settings.link_key), self.settings.public_url).send_due()

    @timer(interval=LAPSE_SECONDS)
    def lapse(self) -> None:
        """Find letters whose sender has died."""
        deliverer.lapse(self.db)

    @query("/me/messages", schemas.Inbox)
    def my_messages(self, call: Call) -> Any:
        """One's own messages."""
        return views.my_messages(call.tx, call.acting, call.data, self.settings.public_url)

    @query("/me/messages/unread")
    def my_unread(self, call: Call) -> Any:
        """How many of them are unread."""
        return views.my_unread(call.tx, call.acting)

    @query("/me/data/messages")
    def show_my_data(self, call: Call) -> Any:
        """Everything that is kept about the asker here."""
        return views.my_data(call.tx, call.acting)

    @command("POST", "/me/messages/<uuid:message_id>/read", keyed=False)
    def read_message(self, call: Call, message_id: UUID) -> Any:
        """Mark one as read."""
        return commands.read_message(call.tx, call.acting, message_id)

    @command("POST", "/me/messages/read", schemas.ReadMessages, keyed=False)
    def read_messages(self, call: Call) -> Any:
        """Mark all as read that were sent up to a moment."""
        return commands.read_messages(call.tx, call.acting, call.data["until"])

    @query("/forums/<uuid:forum_id>/messages", schemas.Deliveries)
    def forum_messages(self, call: Call, forum_id: UUID) -> Any:
        """What was sent in a forum, and how that went."""
        return views.forum_messages(call.tx, call.acting, forum_id, call.data)

    @query("/forums/<uuid:forum_id>/invitation", schemas.Preview)
    def preview_invitation(self, call: Call, forum_id: UUID) -> Any:
        """The invitation as a person would get it."""
        return views.invitation(call.tx, call.acting, forum_id, call.data["language"], self.settings.public_url)

    @command("POST", "/forums/<uuid:forum_id>/deliveries/<uuid:delivery_id>/retry")
    def retry_delivery(self, call: Call, forum_id: UUID, delivery_id: UUID) -> Any:
        """Send one again that was given up."""
        return commands.retry_delivery(call.tx, call.acting, forum_id, delivery_id)

    @command("POST", "/forums/<uuid:forum_id>/deliveries/retry")
    def retry_given_up(self, call: Call, forum_id: UUID) -> Any:
        """Send all again that were given up."""
        return commands.retry_given_up(call.tx, call.acting, forum_id)
