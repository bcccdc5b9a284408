"""Making a forum: choosing what it should be like, then its form, filled in already."""

from services.gateway.pages.drafting import making

routes = [*making.routes]
