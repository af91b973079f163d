"""How often one address may ask."""

from publish.desk import rates
from publish.desk.rates import Rate


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_a_burst_then_one_by_one() -> None:
    clock = Clock()
    rate = Rate(2, 10, clock)
    assert [rate.wait("a"), rate.wait("a"), rate.wait("a")] == [0, 0, 10]
    assert rate.wait("b") == 0
    clock.at += 4
    assert rate.wait("a") == 6
    clock.at += 6
    assert [rate.wait("a"), rate.wait("a")] == [0, 10]


def test_it_remembers_so_many_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr(rates, "MOST_CLIENTS", 3)
    rate = Rate(1, 10, Clock())
    for name in "abcd":
        rate.wait(name)
    assert [rate.wait(name) for name in "dcb"] == [10, 10, 10]
    assert rate.wait("a") == 0
