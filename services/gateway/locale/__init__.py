"""Texts in other languages than Vietnamese, a catalogue each; `python -m services.gateway.locale` refreshes them."""
