"""The table of a partner's words: whose line counts, and what is said of a file that is none."""

from pathlib import Path

import pytest

from publish.bakehouse.partners.recipes.lookup import words
from publish.errors import DeclarationError


def test_a_line_of_the_partner_goes_before_one_for_all(tmp_path: Path) -> None:
    path = tmp_path / "categories.csv"
    (tmp_path / "fablab.yaml").touch()
    (tmp_path / "ami.yaml").touch()
    path.write_text(
        "partner,theirs,ours\nfablab,Atelier,fabrication\n,Atelier,atelier\nami,Café,café\n",
        "utf-8",
    )
    ours = {"café": "café", "fabrication": "fabrication"}
    assert words(path, "fablab") == {"atelier": "fabrication", **ours}
    assert words(path, "ami") == {"atelier": "atelier", **ours}


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "categories.csv"
    with pytest.raises(DeclarationError, match=r"categories\.csv: no such file"):
        words(path, "ami")
    path.write_text("eux,nous\na,b\n", "utf-8")
    with pytest.raises(DeclarationError, match="no columns `theirs` and `ours`"):
        words(path, "ami")
    path.write_bytes("theirs,ours\ncafé,café\n".encode("cp1252"))
    with pytest.raises(DeclarationError, match="cannot be read as CSV in UTF-8"):
        words(path, "ami")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: no columns `theirs` and `ours`; write both headers"),
        ("eux,nous\n", "1: no columns `theirs` and `ours`; write both headers"),
        (
            "theirs,ours\nCafé,café\nThé,thé\n café ,bar\n",
            "4: 'café' stands further up already; keep one of the two lines",
        ),
        (
            "theirs,ours\nBar, café,café\n",
            '2: more cells than headers; put words that hold a comma in quotes: "…, …"',
        ),
        (
            "theirs,ours,partner\nBar,café,amis\n",
            "2: no partner 'amis' beside this file; did you mean `ami`?",
        ),
    ],
)
def test_a_line_that_would_be_passed_over_is_told(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "ami.yaml").touch()
    path = tmp_path / "categories.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DeclarationError) as refused:
        words(path, "ami")
    assert str(refused.value) == f"{path}:{said}"
