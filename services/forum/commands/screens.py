"""The hall: which browsers are its screens, and what they show."""

from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.forum import store
from services.forum.commands import access
from services.forum.commands.counting import count, require_some_left
from services.forum.model import forums, scenes
from services.forum.model import screens as rules
from services.forum.model.sign_in import Keys
from services.forum.store import queries
from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.kit.errors import Missing, Refused
from services.kit.ids import random_id


def ask_pairing(tx: Tx, acting: Acting, keys: Keys, forum_id: UUID, label: str) -> dict[str, Any]:
    """A code to type at a screen, once, within ten minutes. → PairingCode"""
    forum = access.organized_forum(tx, acting, forum_id)
    forums.require_state(forum, rules.PAIRABLE)
    _require_room(tx, forum_id)
    queries.drop_older_pairings(tx.connection, forum_id=forum_id, kept=rules.MOST_CODES - 1)
    code = rules.new_code()
    pairing = {"forum_id": forum_id, "digest": keys.pairing(code), "label": label, "life": rules.PAIRING_LIFE}
    return {"code": code, "expires_at": queries.add_pairing(tx.connection, **pairing)}


def pair_screen(tx: Tx, keys: Keys, code: str) -> dict[str, Any] | Refused:
    """Make a browser the screen of the forum whose code it was given; nobody need be signed in. → Screen

    A wrong code is returned, not raised, so that the try stays counted.
    """
    require_some_left(tx, rules.WRONG_PAIRINGS)
    digest = keys.pairing(rules.typed(code))
    forum_id = queries.forum_of_pairing(tx.connection, digest=digest)
    forum = store.lock_forum(tx, forum_id) if forum_id else None
    label = queries.use_pairing(tx.connection, forum_id=forum_id, digest=digest) if forum else None
    if forum is None or label is None:
        count(tx, rules.WRONG_PAIRINGS)
        return rules.WrongPairingCode()
    forums.require_state(forum, rules.PAIRABLE)
    _require_room(tx, forum.forum_id)
    return _paired(tx, forum, label)


def unpair_screen(tx: Tx, acting: Acting, forum_id: UUID, screen_id: UUID) -> dict[str, Any]:
    """A screen shows nothing more from now on. → {forum_id, screen_id, expires_at}"""
    access.organized_forum(tx, acting, forum_id)
    ended: dict[str, Any] | None = queries.end_screen(tx.connection, forum_id=forum_id, screen_id=screen_id)
    if ended is None:
        raise Missing
    tx.record(forum_stream(forum_id), "screen_unpaired.v1", ended)
    return ended


def set_scene(tx: Tx, acting: Acting, forum_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """What the hall's screens show from now on; the same scene again tells nobody. → SceneSet"""
    forum = access.organized_forum(tx, acting, forum_id)
    told = {"forum_id": forum_id, "scene": scenes.scene(**data)}
    if told["scene"] != forum.scene:
        queries.set_scene(tx.connection, forum_id=forum_id, scene=as_json(told["scene"]))
        tx.record(forum_stream(forum_id), "scene_set.v1", told)
    return told


def _require_room(tx: Tx, forum_id: UUID) -> None:
    if len(list(queries.list_screens(tx.connection, forum_id=forum_id))) >= rules.MOST_SCREENS:
        raise rules.EnoughScreens


def _paired(tx: Tx, forum: forums.Forum, label: str) -> dict[str, Any]:
    good_until = rules.good_until(forum.ends_at, store.now(tx))
    values = {"forum_id": forum.forum_id, "screen_id": random_id(), "label": label, "expires_at": good_until}
    screen: dict[str, Any] = queries.add_screen(tx.connection, **values)
    tx.record(forum_stream(forum.forum_id), "screen_paired.v1", screen)
    return screen
