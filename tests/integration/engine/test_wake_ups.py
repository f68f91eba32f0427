"""Who has work for others rings where somebody listens, and else sends one message."""

from collections.abc import Iterator

import pytest

from config import wake

NAME = wake.ENGINE


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The messages; the bells are those of the broker that the tests have."""
    messages: list[str] = []
    monkeypatch.setattr(wake, "_send", messages.append)
    monkeypatch.setattr(wake, "_made", None)
    monkeypatch.setattr(wake, "_away_until", 0.0)
    with wake.listening(NAME) as bell:
        bell.hear(0.01)  # what another test left
    yield messages
    with wake.listening(NAME) as bell:
        bell.hear(0.01)


def test_where_nobody_listens_one_message_is_sent_for_many_reasons(sent: list[str]):
    wake.engine()
    wake.engine()

    assert sent == [NAME]


def test_who_listens_hears_and_no_message_is_sent(sent: list[str]):
    with wake.listening(NAME) as bell:
        wake.engine()
        wake.engine()

        assert (bell.hear(0.5), bell.hear(0.01)) == (True, False)
    assert sent == []


def test_who_listened_for_a_while_and_left_is_rung_for_no_longer(sent: list[str]):
    with wake.listening(NAME) as bell:
        for _turn in range(3):
            bell.hear(0.01)

    wake.engine()

    assert sent == [NAME]


def test_a_task_works_again_when_it_rings_and_leaves_when_it_was_quiet(
    sent: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wake, "LINGER", 0.05)
    turns: list[int] = []

    def work() -> None:
        turns.append(1)
        if len(turns) == 1:
            wake.engine()

    with wake.listening(NAME) as bell:
        bell.until_quiet(work)

    assert (len(turns), sent) == (2, [])


def test_of_two_that_listen_one_leaves_the_bell_to_the_other(sent: list[str]):
    turns: list[int] = []
    with wake.listening(NAME) as one, wake.listening(NAME) as other:
        wake.engine()
        one.until_quiet(lambda: turns.append(1))

        assert (len(turns), other.hear(0.5)) == (1, True)
