"""The kit's mail sender against a mail server that comes and goes."""

from services.kit.mail import Letter, Outcome, Post
from tests.integration.notify.post_office import opened

LETTER = Letter("Nguyễn Thị Ánh", "anh@example.org", "Thư", "Kính gửi", "<p>Kính gửi</p>", "d-1", "vi")


def test_a_server_that_has_restarted_costs_no_attempt() -> None:
    with opened() as (_, url):
        post = Post(url, "hienke@example.org")
        assert post.send(LETTER)[0] == Outcome.ACCEPTED
    assert post.connected
    with opened(port=int(url.rpartition(":")[2])) as (office, _):
        assert post.send(LETTER)[0] == Outcome.ACCEPTED
        assert len(office.mails) == 1
        post.close()


def test_a_server_that_is_away_leaves_nothing_unknown() -> None:
    with opened() as (_, url):
        post = Post(url, "hienke@example.org")
        assert post.send(LETTER)[0] == Outcome.ACCEPTED
    assert post.send(LETTER)[0] == Outcome.LATER
    assert not post.connected


def test_a_server_that_says_goodbye_is_called_again() -> None:
    with opened() as (office, url):
        post = Post(url, "hienke@example.org")
        office.moods["anh@example.org"] = "421 closing"
        assert post.send(LETTER)[0] == Outcome.LATER
        assert not post.connected
        office.moods.clear()
        assert post.send(LETTER)[0] == Outcome.ACCEPTED
        post.close()
