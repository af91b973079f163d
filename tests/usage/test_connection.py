"""What makes two visitors: the connection of a subscriber, not what he says of himself."""

import pytest

from publish.usage.connection import connection

HOME = "2001:db8:7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HOME}::1", f"{HOME}:0:ffff::2"),
        (f"{HOME}:1::1", f"{HOME}:ff00::1"),
        ("fe80::1%eth0", "fe80::2%eth1"),
        ("192.0.2.7", "::ffff:192.0.2.7"),
        ("", "somebody"),
        ("127.1", "192.0.2.7.example"),
        ("a\0b", "caf\udce9"),
        ("192.0.2.7:80", "[2001:db8::1]"),
    ],
)
def test_addresses_of_one_connection(one: str, other: str) -> None:
    assert connection(one) == connection(other)


def test_all_that_is_no_address_is_one_visitor() -> None:
    said = ["", "unknown", "999.1.1.1", "2001:db8", "1.2.3", "0x7f.1", " 192.0.2.1", "x" * 9000]
    assert {connection(one) for one in said} == {b""}


def test_each_subscriber_is_another() -> None:
    told = ["192.0.2.7", "192.0.2.8", "2001:db8:7::1", "2001:db8:8::1", "::1", ""]
    assert len({connection(one) for one in told}) == len(told)
