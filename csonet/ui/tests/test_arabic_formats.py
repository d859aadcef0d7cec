"""Dates and numbers in Arabic as the United Nations write them."""

from datetime import UTC, date, datetime

from django.utils import formats, translation

from csonet.ui.times import when
from csonet.ui.words import counted


def test_a_month_has_both_of_its_names_and_no_comma_before_the_year():
    with translation.override("ar"):
        assert "21 تشرين الثاني/نوفمبر 2026" in when(date(2026, 11, 21))


def test_day_and_time_are_parted_by_an_arabic_comma():
    with translation.override("ar"):
        assert "2026، <bdi>14:05 UTC</bdi>" in when(datetime(2026, 11, 21, 14, 5, tzinfo=UTC), time=True)
        assert formats.date_format(datetime(2026, 11, 21, 14, 5, tzinfo=UTC), "DATETIME_FORMAT").endswith("2026، 14:05")


def test_thousands_are_grouped_by_a_space_that_keeps_the_order_of_the_groups():
    with translation.override("ar"):
        assert counted(6494) == "6\u00a0494"
