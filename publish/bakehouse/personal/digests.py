"""Digests and what is made of them: whole, salted, or cut short."""

import re
from collections.abc import Sequence
from itertools import pairwise

from publish.bakehouse.personal.devices import OF_ACCOUNTS, OF_THINGS
from publish.bakehouse.personal.kind import Kind, Rule, column, each, words
from publish.words.told import told

LENGTHS = "|".join(f"[0-9a-f]{{{length}}}" for length in (32, 40, 56, 64, 96, 128))
HEX = rf"(?i:(?:0x|\{{?(?:md5|sha-?\d{{1,3}})\}}?[:$-])?(?:{LENGTHS}))"
BASE64 = r"[A-Za-z0-9+/_-]{22}==|[A-Za-z0-9+/_-]{27}=|[A-Za-z0-9+/_-]{43}=?|[A-Za-z0-9+/_-]{86}=="
UUID = re.compile(r"[0-9a-f]{12}[1-8][0-9a-f]{3}[89ab][0-9a-f]{15}", re.IGNORECASE)
OF_CONTENT = words(
    "commit commits sha git revision rev checksum checksums etag file fichier fichiers content "
    "contenu image photo media build blob tree asset document doc geometry geom integrity somme "
    "artifact package release source archive"
)


def is_digest(text: str) -> bool:
    """Whether a text looks drawn at random: a digest, and no identifier made of few characters."""
    body = re.sub(r"^(?:0x|\{?[a-z]{2,3}-?\d{0,3}\}?[:$-])", "", text.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"[0-9A-Fa-f]+", body):
        # Digits only, or few different ones, is a number with zeros around.
        return len(set(body.lower())) >= 8 and not body.isdigit()
    return is_mixed(body)


def not_all_uuids(texts: Sequence[str]) -> bool:
    """Whether some digest cannot be a UUID without dashes; one or two may look so by luck."""
    return len(texts) < 3 or not all(UUID.fullmatch(text.strip()) for text in texts)


CUT = r"[0-9a-f]{8,31}|[0-9A-F]{8,31}"
OF_DIGESTS = words("hash hashe hashed empreinte digest pseudonyme pseudonym anonyme anonymise")
OF_PEOPLE = (OF_ACCOUNTS | OF_DIGESTS) | words(
    """
    email mail courriel tel telephone phone mobile pseudo anonymized md5 sha1 sha256 nom name ip
    """
)
SALT = r"[0-9A-Za-z+/._=-]{2,44}"
LONG = "[0-9a-fA-F]{32}(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{24}|[0-9a-fA-F]{32}|[0-9a-fA-F]{96})?"


def is_cut(text: str) -> bool:
    """Whether a text may be the start of a digest: letters and digits by turns, and no number."""
    body = text.strip().lower()
    turns = sum(a.isdigit() != b.isdigit() for a, b in pairwise(body))
    return turns >= 2 and len(set(body)) >= 4


def is_mixed(text: str) -> bool:
    """Whether capitals, small letters and digits stand together, as in a digest in base 64."""
    kinds = (str.isupper, str.islower, str.isdigit)
    return sum(any(map(test, text)) for test in kinds) == 3


def one_length(texts: Sequence[str]) -> bool:
    """Whether all have one length, begin and end as chance has it, not as time or a count does."""
    bare = [text.strip().lower() for text in texts]
    if len({len(text) for text in bare}) > 1:
        return False
    few = min(8, (len(bare) + 1) // 2)
    return all(len({text[place] for text in bare}) >= few for place in (0, 1, -2, -1))


DIGEST = Kind(
    name="digest",
    severity="blocker",
    words=told("digests, which anyone can compute again from a list of addresses or numbers"),
    rules=(
        Rule(
            rf"^\s*(?:{HEX}|{BASE64})\s*$",
            is_digest,
            share=0.5,
            unless=OF_CONTENT,
            together=not_all_uuids,
        ),
        Rule(rf"^\s*(?:{SALT}[:$]{LONG}|{LONG}[:$]{SALT})\s*$", share=0.3, unless=OF_CONTENT),
        Rule(
            rf"^\s*(?:{CUT})\s*$",
            is_cut,
            share=0.5,
            least=3,
            headers=OF_PEOPLE,
            unless=OF_CONTENT,
            together=one_length,
        ),
        Rule(
            rf"^\s*(?:{CUT})\s*$",
            is_cut,
            share=0.8,
            least=8,
            again=True,
            unless=OF_CONTENT | OF_THINGS,
            together=one_length,
        ),
        Rule(
            r"^\s*[A-Za-z0-9+/_-]{10,31}={0,2}\s*$",
            is_mixed,
            share=0.6,
            least=3,
            headers=OF_DIGESTS,
            unless=OF_CONTENT,
        ),
        Rule(
            r"(?:\b(?:pbkdf2|argon2|scrypt|bcrypt)[\w-]*\$|\$(?:2[abxy]|argon2[a-z]{1,2}|[156]|pbkdf2[\w-]*)\$)[\w./+=,$-]{20,}",
            hint="[$]",
        ),
    ),
    true=(
        *each(
            "5d41402abc4b2a76b9719d911017c592",
            "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
            "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            "XUFAKrxLKna5cZ2REBfFkg==",
            "qvTGHdzF6KLavt4PO0gs2a6pQ00=",
            "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
            "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
        ),
        column("email_md5", "5d41402abc4b2a76b9719d911017c592"),
        column("cle", "a1b2c3d4:5d41402abc4b2a76b9719d911017c592"),
        column("cle", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d$s4lt"),
        column("user_hash", "5d41402abc4b", "7d793037a076", "cf23df2207d9"),
    ),
    false=(
        *each(
            "550e8400-e29b-41d4-a716-446655440000",
            "#aabbcc",
            "00000000000000000000000000000042",
            "507f1f77bcf86cd799439011",
            "9fceb02",
            "anticonstitutionnellement",
        ),
        column(
            "x",
            "550e8400e29b41d4a716446655440000",
            "f47ac10b58cc4372a5670e02b2c3d479",
            "7c9e6679742540de944be07fc1f90ae7",
        ),
        column("x", "5d41402abc4b", "7d793037a076", "cf23df2207d9"),
        column("user_id", "65a1f30c0001", "65a1f30d0002", "65a1f30e0003"),
        column("commit", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"),
        column("checksum", "5d41402abc4b2a76b9719d911017c592"),
    ),
)
