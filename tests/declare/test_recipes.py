"""What a partner's file may write of recipes, and what is said of what it may not."""

import pytest
from pydantic import ValidationError

from publish.declare.partner import MapRule
from publish.declare.recipes import RecipeStep


def refused(*steps: object) -> str:
    """What is said of steps that are none."""
    with pytest.raises(ValidationError) as caught:
        MapRule.model_validate({"from": ("Lieu",), "do": steps})
    return str(caught.value.errors()[-1]["msg"])


WRONG: list[tuple[RecipeStep, str]] = [
    ("trimm", "unknown recipe 'trimm'; did you mean `trim`?"),
    ({"trim": "all"}, "`trim` is given nothing; write it alone"),
    ("split", "`split`: field required"),
    ({"split": ";", "ordre": True}, "`split: ordre`: extra inputs are not permitted"),
    ({"date": "%d/%m/%z"}, "`date`: '%d/%m/%z' is no format of a date; it may hold %d, %m"),
    ({"number": "m=x"}, "`number`: 'm=x' is no unit; write `km`, or `m=0.001`"),
    ({"lookup": "../secret.csv"}, "`lookup`: string should match pattern"),
    ({"point": "x"}, "`point`: input should be 'lat' or 'lon'"),
    ({"phone": "0033"}, "`phone`: string should match pattern"),
    ({}, "unknown recipe ''"),
]


@pytest.mark.parametrize(("step", "said"), WRONG)
def test_what_is_no_recipe_is_told(step: RecipeStep, said: str) -> None:
    assert said in refused(step)


def test_parts_come_before_what_takes_them() -> None:
    assert "`join` takes parts; write `split` or `also` before it" in refused({"join": ", "})
    assert "`split` takes one text" in refused({"split": ";"}, {"split": ","})
    assert "`first` takes one text" in refused({"split": ";"}, {"first": "Ville"})
    MapRule.model_validate({"from": ("Lieu",), "do": ({"split": ";"}, "trim", {"join": ", "})})
