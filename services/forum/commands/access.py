"""Who may: decided here, by the forum service's own tables, for its commands and views."""

from uuid import UUID

from services.forum import store
from services.forum.model.forums import Forum
from services.forum.store import Row, queries
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Forbidden, Missing, NotSignedIn


def known_person(tx: Tx, acting: Acting) -> Row:
    """The person who acts. Raises NotSignedIn for nobody, and for whoever is no longer in the directory."""
    row: Row | None = queries.get_person(tx.connection, person_id=acting.person)
    if row is None:
        raise NotSignedIn
    return row


def installation_organizer(tx: Tx, acting: Acting) -> Row:
    """The person who acts, who may make bodies, forums and organizers. Raises NotSignedIn or Forbidden."""
    person = known_person(tx, acting)
    if not person["organizer"]:
        raise Forbidden
    return person


def operator(acting: Acting) -> None:
    """Raises Missing unless an operator asks, at the machine itself: for anyone else there is nothing here."""
    if not acting.operator:
        raise Missing


def may_see(tx: Tx, acting: Acting, forum_id: UUID) -> list[str]:
    """The acting person's roles in a forum. Raises Missing for one never announced that they do not organize."""
    row = queries.standing_of(tx.connection, forum_id=forum_id, person_id=acting.person_id)
    roles = (row and row["roles"]) or []
    if row is None or not (row["announced"] or "organizer" in roles):
        raise Missing
    return list(roles)


def organizes(tx: Tx, acting: Acting, forum_id: UUID) -> UUID:
    """The acting person, who organizes the forum. Raises NotSignedIn, Missing or Forbidden."""
    person_id = acting.person
    if "organizer" not in may_see(tx, acting, forum_id):
        raise Forbidden
    return person_id


def organized_forum(tx: Tx, acting: Acting, forum_id: UUID) -> Forum:
    """The forum under lock, for one of its organizers; asked before it is locked, so that nobody else can hold it."""
    organizes(tx, acting, forum_id)
    forum = store.lock_forum(tx, forum_id)
    if forum is None:
        raise Missing
    return forum
