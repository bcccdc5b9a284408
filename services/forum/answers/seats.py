"""Seats and rosters."""

from marshmallow import Schema, fields

from services.contracts import forum as contracts
from services.forum.answers.lists import listed


class RosterRow(Schema):
    """A row as it was read; `change` is "new", "changed" or "same"."""

    line = fields.Integer(required=True)
    full_name = fields.String(required=True)
    email = fields.String(required=True)
    sector = fields.String(required=True)
    body_code = fields.String(required=True)  # "" for none
    position = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    weight = fields.String(required=True, allow_none=True)  # null: as it is, 1 for a new seat
    change = fields.String(required=True)


class RosterFault(Schema):
    """What is wrong, and where. The first line is 1; `column` is null when the whole line, or file, is meant."""

    line = fields.Integer(required=True)
    column = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    params = fields.Dict(required=True)


class RosterReport(Schema):
    """What a roster would do, or, when `applied`, has done. The lists are cut, the counts are not."""

    rows = fields.List(fields.Nested(RosterRow), required=True)  # what changes first; empty when applied
    rows_left_off = fields.Integer(required=True)
    faults = fields.List(fields.Nested(RosterFault), required=True)
    faults_left_off = fields.Integer(required=True)
    warnings = fields.List(fields.Nested(RosterFault), required=True)  # to be looked at; they keep nothing out
    ignored = fields.List(fields.String(), required=True)  # headers that mean nothing to us
    other_sheets = fields.List(fields.String(), required=True)  # of the workbook, with something in them; not read
    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    same = fields.Integer(required=True)
    applied = fields.Boolean(required=True)


class Seat(contracts.Seat):
    """A seat, as the event has it, with its person's address."""

    email = fields.String(required=True)
    weight = fields.String(required=True)


class SeatRow(Seat):
    """A seat in the organizers' list; `serial` is 0 while there is no invitation."""

    body_name = fields.String(required=True, allow_none=True)
    serial = fields.Integer(required=True)
    invited_at = fields.AwareDateTime(required=True, allow_none=True)


class OneSeat(SeatRow):
    """A seat by itself; with its body's code, by which it is changed."""

    body_code = fields.String(required=True, allow_none=True)


class Sector(Schema):
    """A sector, and how many seats are in it."""

    sector = fields.String(required=True)
    seats = fields.Integer(required=True)


class SeatList(listed(SeatRow)):  # type: ignore[misc]
    """Seats by given name, a page of those asked for (`found` in all); the other numbers are of all seats."""

    found = fields.Integer(required=True)
    total = fields.Integer(required=True)
    invited = fields.Integer(required=True)
    not_invited = fields.Integer(required=True)
    sectors = fields.List(fields.Nested(Sector), required=True)  # the 200 largest


class File(Schema):
    """A file to be kept; the gateway hands it over as such."""

    file_name = fields.String(required=True)
    text = fields.String(required=True)


class SeatWithdrawn(Schema):
    """The seat taken back."""

    seat_id, person_id = fields.UUID(required=True), fields.UUID(required=True)
