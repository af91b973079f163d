"""Laws over invented numbers and addresses: a valid one is always found, wherever it stands."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.fr import nir

from publish.bakehouse.personal.email import holds_email
from publish.bakehouse.personal.kind import clean
from publish.bakehouse.personal.numbers import holds_card, holds_iban, holds_nir
from publish.bakehouse.personal.organisations import is_role
from publish.bakehouse.personal.phone import bare_number, holds_phone

DIGITS = "0123456789"
AROUND = st.sampled_from(["{}", "voir {} merci", "({})", "Contact : {}.", "{}, le soir", "« {} »"])
LOCAL = st.from_regex(r"[a-z][a-z0-9]{0,10}([._+-][a-z0-9]{1,8})?", fullmatch=True)
SOMEBODY = LOCAL.filter(lambda local: local != "git" and not is_role(local))
HOST = st.from_regex(r"[a-z][a-z0-9]{1,9}(-[a-z0-9]{1,5})?\.(org|fr|com|co\.uk)", fullmatch=True)


@given(SOMEBODY, HOST, AROUND)
def test_every_email_is_found(local: str, host: str, around: str) -> None:
    assert holds_email(clean(around.format(f"{local}@{host}")))


@given(
    SOMEBODY,
    HOST,
    st.sampled_from([" [at] ", "(at)", " arobase ", "{at}", " (a) ", "&#64;", "%40"]),
    st.sampled_from([".", " [dot] ", "(point)", " point "]),
)
def test_every_disguised_email_is_found(local: str, host: str, at: str, dot: str) -> None:
    assert holds_email(clean(f"{local}{at}{host.replace('.', dot)}"))


@given(st.sampled_from("12345679"), st.text(DIGITS, min_size=8, max_size=8), AROUND)
@pytest.mark.parametrize("joint", ["", " ", ".", "-", "/", "\u00a0", "\u202f"])
def test_every_french_number_is_found(joint: str, second: str, rest: str, around: str) -> None:
    number = f"0{second}{rest}"
    pairs = joint.join(number[at : at + 2] for at in range(0, 10, 2))
    text = clean(around.format(pairs))
    assert holds_phone(text) or bare_number(text)


@given(
    st.sampled_from(["FR", "GP", "RE", "BE", "CH", "DE", "GB", "US", "MA", "SN", "ES", "PF"]),
    st.text(DIGITS, min_size=4, max_size=4),
    st.sampled_from(list(map(int, (0, 1)))),
    AROUND,
)
def test_every_number_abroad_is_found(region: str, end: str, form: int, around: str) -> None:
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None and example.national_number is not None
    example.national_number = example.national_number // 10_000 * 10_000 + int(end)
    text = clean(around.format(phonenumbers.format_number(example, form)))
    assert holds_phone(text)


@given(
    st.sampled_from("1278"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.sampled_from(["01", "2A", "2B", "75", "97", "99"]),
    st.text(DIGITS, min_size=6, max_size=6),
    st.booleans(),
    AROUND,
)
def test_every_nir_is_found(
    sex: str, year: int, month: int, place: str, rest: str, spaced: bool, around: str
) -> None:
    body = f"{sex}{year:02}{month:02}{place}{rest}"
    number = body + nir.calc_check_digits(body)
    assert holds_nir(clean(around.format(nir.format(number) if spaced else number)))


@given(st.text(DIGITS, min_size=23, max_size=23), st.booleans(), AROUND)
def test_every_iban_is_found(body: str, spaced: bool, around: str) -> None:
    code = f"FR{iban.calc_check_digits('FR00' + body)}{body}"
    assert holds_iban(clean(around.format(iban.format(code) if spaced else code)))


@given(
    st.sampled_from(["4", "51", "55", "6011"]), st.text(DIGITS, min_size=14, max_size=14), AROUND
)
@pytest.mark.parametrize("joint", ["", " ", "-"])
def test_every_card_is_found(joint: str, issuer: str, rest: str, around: str) -> None:
    body = (issuer + rest)[:15]
    number = body + luhn.calc_check_digit(body)
    text = joint.join(number[at : at + 4] for at in range(0, 16, 4))
    assert holds_card(clean(around.format(text)))
