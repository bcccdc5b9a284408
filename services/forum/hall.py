"""The part of the service's surface that is about the hall: screens, scenes, short addresses; and forum templates."""

from typing import Any
from uuid import UUID

from services.forum import templates, views
from services.forum.commands import screens
from services.forum.model.sign_in import Keys
from services.forum.schemas import hall as schemas
from services.kit.http import Call, command, query

Answer = Any  # a JSON object


class Hall:
    """Screens, scenes, short addresses. A pairing code is never stored with an idempotency key."""

    settings: Any

    @query("/forum-templates")
    def list_templates(self, call: Call) -> Answer:
        return templates.all_of_them()

    @query("/short-codes/<short_code>")
    def find_short_code(self, call: Call, short_code: str) -> Answer:
        return views.short_code(call.tx, call.acting, short_code)

    @command("POST", "/forums/<uuid:forum_id>/screens/codes", schemas.AskPairing, keyed=False)
    def ask_pairing(self, call: Call, forum_id: UUID) -> Answer:
        return screens.ask_pairing(call.tx, call.acting, Keys(self.settings.internal_key), forum_id, call.data["label"])

    @query("/forums/<uuid:forum_id>/screens")
    def list_screens(self, call: Call, forum_id: UUID) -> Answer:
        return views.screens(call.tx, call.acting, forum_id)

    @command("DELETE", "/forums/<uuid:forum_id>/screens/<uuid:screen_id>")
    def unpair_screen(self, call: Call, forum_id: UUID, screen_id: UUID) -> Answer:
        return screens.unpair_screen(call.tx, call.acting, forum_id, screen_id)

    @command("POST", "/screens", schemas.PairScreen, keyed=False)
    def pair_screen(self, call: Call) -> Answer:
        return screens.pair_screen(call.tx, Keys(self.settings.internal_key), call.data["code"])

    @query("/screens/ended")
    def list_ended_screens(self, call: Call) -> Answer:
        return views.ended_screens(call.tx, call.acting)

    @command("PUT", "/forums/<uuid:forum_id>/scene", schemas.SetScene)
    def set_scene(self, call: Call, forum_id: UUID) -> Answer:
        return screens.set_scene(call.tx, call.acting, forum_id, call.data)
