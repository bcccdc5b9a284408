"""The environment of the local processes: stable from start to start, and what a person sets wins."""

from pathlib import Path

import pytest

from deploy.local import surroundings
from deploy.local.ground import Ports


def made(directory: Path, **overrides: str) -> dict[str, str]:
    return surroundings.make(directory, Ports(directory / "ports.json"), overrides, usual=False)


def test_addresses_and_secrets_are_the_same_at_the_next_start(tmp_path: Path) -> None:
    assert made(tmp_path) == made(tmp_path)


def test_secrets_are_long_apart_and_for_the_owner_only(tmp_path: Path) -> None:
    settings = made(tmp_path)
    keys = {settings[name] for name in surroundings.SECRETS}
    assert len(keys) == 3
    assert all(len(bytes.fromhex(key)) == 32 for key in keys)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_people_are_sent_to_the_gateway_itself(tmp_path: Path) -> None:
    settings = made(tmp_path)
    assert settings["PUBLIC_URL"] == f"http://{settings['GATEWAY_BIND']}"


def test_a_gateway_open_to_the_hall_is_reached_by_loopback(tmp_path: Path) -> None:
    settings = made(tmp_path, GATEWAY_BIND="0.0.0.0:8123")
    assert settings["PUBLIC_URL"] == "http://127.0.0.1:8123"


def test_a_mail_server_of_the_persons_own_needs_no_catcher(tmp_path: Path) -> None:
    settings = made(tmp_path, SMTP_URL="smtp://mail.example.org:25", PUBLIC_URL="https://hienke.example.org")
    assert settings["SMTP_URL"] == "smtp://mail.example.org:25"
    assert settings["PUBLIC_URL"] == "https://hienke.example.org"
    assert "MAIL_CATCHER_URL" not in settings


def test_a_setting_from_the_shell_reaches_a_process_only_when_it_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRASH_AT", "before_ack")
    assert "CRASH_AT" not in surroundings.whole(made(tmp_path))
    assert surroundings.chosen()["CRASH_AT"] == "before_ack"
