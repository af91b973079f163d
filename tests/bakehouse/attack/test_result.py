"""How an attack went is told in figures, and ends a run."""

from publish.bakehouse.attack import Result, as_dict, describe, exit_code
from publish.bakehouse.attack.result import FOUND, Control

WELL = Control(5, 5, "kinds of file", 1.0)
HELD = Result("canaries", "survey", 0, 40, "words", WELL)
FINDS = Result("differences", "trips", 2, 30, "batches", WELL)
SILENT = Result("residue", "survey", 0, 9, "numbers", Control(3, 4, "figures planted", 1.0))
NOTHING = Result("subtraction", "answers", 0, 0, "numbers", WELL)
NO_TOOL = Result("guesses", "trips", 0, 0, "guesses", None, untried="not-installed")
TOO_LONG = Result("subtraction", "answers", 0, 0, "numbers", WELL, left=3)


def test_a_run_ends_well_where_all_held_and_every_control_spoke() -> None:
    assert exit_code([HELD, NOTHING, NO_TOOL]) == 0
    assert exit_code([HELD, FINDS]) == FOUND == 12
    assert exit_code([HELD, SILENT]) == 12
    assert exit_code([HELD, TOO_LONG]) == 12


def test_a_control_that_found_nothing_is_silent_whatever_was_asked_of_it() -> None:
    assert Control(0, 5, "numbers").silent
    assert Control(0, 0, "numbers").silent
    assert not Control(1, 5, "numbers").silent


def test_it_is_told_in_lines() -> None:
    assert describe("survey", [HELD, FINDS, SILENT, TOO_LONG, NO_TOOL], 3) == (
        "survey: 5 attacks, 3 kept releases: 1 found something; 1 failed on the unprotected copy, "
        "so that nobody can tell\n"
        "  held    canaries, survey: 0 of 40 words\n"
        "          control: 100% of 5 kinds of file\n"
        "  found   differences, trips: 2 of 30 batches\n"
        "          control: 100% of 5 kinds of file\n"
        "  silent  residue, survey: 0 of 9 numbers\n"
        "          control: 75% of 4 figures planted, under 100%: SILENT\n"
        "  open    subtraction, answers: 0 of 0 numbers (3 more not asked: time was short)\n"
        "          control: 100% of 5 kinds of file\n"
        "  open    guesses, trips: 0 of 0 guesses\n"
        "          not tried: Anonymeter, which tries it, was not installed: `make anonymeter`"
    )


def test_it_is_told_as_json() -> None:
    assert as_dict("survey", [FINDS])["attacks"] == [
        {
            "attack": "differences",
            "column": None,
            "place": "trips",
            "verdict": "found",
            "found": 2,
            "tried": 30,
            "left": 0,
            "unit": "batches",
            "untried": None,
            "control": {
                "power": 1.0,
                "of": 5,
                "unit": "kinds of file",
                "least": 1.0,
                "silent": False,
            },
        }
    ]
