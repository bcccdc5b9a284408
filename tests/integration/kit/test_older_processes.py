"""While a new version is started one process after another, those of the version before must be able to write."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copy

import psycopg2
import pytest
from psycopg2.extensions import cursor

from deploy.local.postgres import Postgres
from services.forum.model.screens import is_code
from services.kit import migrate
from services.kit.migrate import KIT
from services.kit.settings import SERVICES

COLUMNS = """
SELECT table_name, column_name, is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
FROM information_schema.columns WHERE table_schema = 'public'"""
FORUM = """
INSERT INTO forum (forum_id, title, summary, place, host_body_id, host_name, time_zone, starts_at, ends_at,
                   link_signs_in, state, version)
VALUES (gen_random_uuid(), 'Tọa đàm', '', '', (SELECT body_id FROM body), '', 'UTC', now(), now() + interval '1 day',
        false, 'draft', 1)
RETURNING short_code, scene"""
BODY = "INSERT INTO body (body_id, kind, code, name) VALUES (gen_random_uuid(), 'sở', 'so', 'Sở')"


@contextmanager
def looking_into(url: str) -> Iterator[cursor]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as opened:
        yield opened


def columns(url: str) -> dict[tuple[str, str], bool]:
    """Each column → whether who inserts a row must name it."""
    with looking_into(url) as looking:
        looking.execute(COLUMNS)
        return {(table, column): required for table, column, required in looking}


@pytest.mark.parametrize("service", SERVICES)
def test_a_column_that_was_added_need_not_be_named(service: str, postgres: Postgres, tmp_path: Path) -> None:
    url, added = postgres.fresh_database(f"older_{service}"), set()
    migrate.apply(url, KIT)
    for file in sorted((KIT.parent.parent / service / "migrations").glob("0*")):
        before = columns(url)
        copy(file, tmp_path)
        migrate.apply(url, tmp_path)
        tables = {table for table, _ in before}
        added |= {
            (table, column) for table, column in columns(url) if table in tables and (table, column) not in before
        }
    now = columns(url)
    assert [each for each in sorted(added) if now.get(each)] == []


def test_a_forum_of_an_older_process_has_a_short_code_people_can_type(postgres: Postgres) -> None:
    url = postgres.fresh_database("older_forum")
    migrate.migrate("forum", url)
    with looking_into(url) as looking:
        looking.execute(BODY)
        codes = set()
        for _ in range(20):
            looking.execute(FORUM)
            [(code, scene)] = looking.fetchall()
            codes.add(code)
            assert scene == {"name": "auto", "round_id": None, "text": ""}
    assert len(codes) == 20
    assert all(is_code(code) for code in codes)
