"""Classes of dates in words, up to the last day there is."""

from publish.release.cards import ClassCount
from publish.release.table import Field
from publish.site.rows.card_classes import class_filters, class_words
from publish.site.rows.selection import Filter

OPENED = Field({"name": "opened", "type": "date"})


def test_years_are_said_to_their_last() -> None:
    assert class_words(OPENED, ClassCount("2010-01-01", "2015-01-01", 3)) == "de 2010 à 2014"


def test_the_last_class_ends_with_the_last_day_there_is() -> None:
    last = ClassCount("9000-01-01", "10000-01-01", 1)
    assert class_words(OPENED, last) == "de 9000 à 9999"
    assert class_filters(OPENED, last)[1] == Filter("opened", "lte", "9999-12-31")
