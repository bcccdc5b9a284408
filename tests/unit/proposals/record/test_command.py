"""`hienke verify`: says yes, says no, says that it cannot read; whatever a file holds, nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import main
from services.proposals.record import canonical
from tests.unit.proposals.record.samples import file, head_of, record

RECORD = record()
RECEIPT = RECORD["ballots"][0]["leaf"]
ALONE = "import sys; sys.modules.update(dict.fromkeys(('nameko', 'eventlet', 'psycopg2', 'kombu', 'starlette'))); "

Verify = Callable[..., Result]


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """Runs it over a file with this in it; a head is given as a value."""

    def run(body: bytes, *arguments: str, head: object = None) -> Result:
        (tmp_path / "record.json").write_bytes(body)
        (tmp_path / "head.json").write_text(json.dumps(head))
        heads = ["--head", str(tmp_path / "head.json")] if head is not None else []
        return CliRunner().invoke(main, ["verify", str(tmp_path / "record.json"), *heads, *arguments])

    return run


def test_yes_to_a_record_with_a_receipt_and_a_head(verify: Verify) -> None:
    done = verify(file(), "--receipt", RECEIPT, head=head_of(RECORD, 6))
    assert done.exit_code == 0
    assert "✗" not in done.output
    assert done.output.count("✓") == 8
    assert done.output.splitlines()[0] == "Vòng 3: Chọn giải pháp. Tọa đàm"
    assert done.output.splitlines()[-1].startswith("ĐÚNG.")


def test_in_english_where_that_is_asked_for(verify: Verify) -> None:
    assert verify(file(), "--language", "en").output.splitlines()[-1].startswith("YES.")


def test_no_to_a_record_that_was_changed(verify: Verify) -> None:
    done = verify(file().replace(b'"majority":"1/2"', b'"majority":"2/3"'))
    assert done.exit_code == 1
    assert "✗ Biên bản đã bị đổi sau khi ban hành. Chỗ không còn như lúc ban hành: quy tắc." in done.output
    assert done.output.splitlines()[-1].startswith("KHÔNG ĐÚNG.")


def test_no_to_a_receipt_that_is_not_in_it(verify: Verify) -> None:
    assert verify(file(), "--receipt", RECEIPT, "--receipt", "0" * 64).exit_code == 1


def test_laid_out_in_another_way_it_says_the_same(verify: Verify) -> None:
    assert verify(json.dumps(RECORD, indent=2).encode()).exit_code == 0


UNREADABLE = {
    "nothing": b"",
    "no JSON": b"PK\x03\x04",
    "no UTF-8": file().replace(b"M\xe1\xbb\x99t", b"M\xe1\xbbt"),
    "not a number": b'{"format":NaN}',
    "a huge number": file().replace(b'"electors":12', b'"electors":' + b"9" * 5000),
    "a huge exponent": file().replace(b'"electors":12', b'"electors":1e999999'),
    "a fraction": file().replace(b'"electors":12', b'"electors":12.0'),
    "a name twice": file().replace(b'"electors":12', b'"electors":12,"electors":12'),
    "half a letter": file().replace(b'"Ba"', b'"\\ud800"'),
    "deep nesting": b"[" * 1_000_000,
    "nesting as deep as can be read": file().replace(b'"decision":{', b'"decision":' + b'{"a":' * 200 + b"{"),
    "another kind of file": b"[]",
    "another format": file().replace(b"hienke-record.v1", b"hienke-record.v2"),
    "a member more": file().replace(b'"format":', b'"extra":1,"format":'),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_relied_on_is_not_read(verify: Verify, what: str) -> None:
    done = verify(UNREADABLE[what])
    assert done.exit_code == 2
    assert "Không đọc được" in done.output
    assert "Traceback" not in done.output


def test_nor_is_a_head_that_is_none(verify: Verify) -> None:
    done = verify(file(), head={"format": "hienke-log-head.v1", "size": -1})
    assert done.exit_code == 2
    assert "head.json" in done.output


def test_nor_what_is_too_large(verify: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "MOST_BYTES", len(file()))
    assert verify(file()).exit_code == 0
    assert verify(file() + b" ").exit_code == 2


@pytest.mark.parametrize("path", ["not-there.json", "/"])
def test_nor_what_is_no_file(path: str) -> None:
    done = CliRunner().invoke(main, ["verify", path])
    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_it_runs_without_the_rest_of_the_system_on_whatever_terminal(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "record.json").write_bytes(file())
    run = f"{ALONE}import runpy; runpy.run_module('services.proposals.record', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", run, str(tmp_path / "record.json")],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        cwd=Path(__file__).parents[4],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
