"""The vocabularies are complete, in six languages, and agree with the UN's own lists."""

import csv

import pytest
from django.conf import settings

from csonet.content.models import Reason
from csonet.reference.models import (
    ActivityField,
    Country,
    ExpertiseArea,
    Goal,
    OrganizationReason,
    Region,
    Topic,
)

pytestmark = pytest.mark.django_db
SUFFIXES = ("en", "fr", "es", "ar", "zh", "ru")
SHARED = settings.BASE_DIR.parent / "shared" / "data"
shared_data = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not SHARED.exists(), reason="the real data (../shared/data) is not beside the repository"),
]

#: Where the UN's usage differs from the source, or the source has a slip: (code, language).
COUNTRIES_MENDED = {
    *(("TW", language) for language in SUFFIXES),
    *((code, "en") for code in ("CI", "FK", "NL")),
    *((code, "ar") for code in ("IO", "NL", "SJ", "TF", "UM")),
    *((code, "ru") for code in ("AQ", "AX", "CC", "CX", "KY")),
    ("SX", "es"),
}
TITLES_MENDED = {(7, "ar"), (10, "ar"), (15, "ar"), (16, "ar"), (17, "ru")}


def rows_of(path: str) -> list[dict[str, str]]:
    with (SHARED / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(text: str) -> str:
    """Typography apart: spaces, apostrophes and Chinese commas."""
    return " ".join(text.replace("’", "'").replace("，", ",").split())


def test_every_term_is_there():
    assert Country.objects.count() == 249
    assert Goal.objects.count() == 17
    assert ExpertiseArea.objects.count() == 11
    assert ActivityField.objects.count() == 209
    assert 35 <= Topic.objects.count() <= 50
    assert Reason.objects.count() == 12
    assert OrganizationReason.objects.count() == 7


def test_regions_are_five_with_seventeen_sub_regions_and_seven_intermediate_ones():
    assert Region.objects.filter(parent=None).count() == 5
    assert Region.objects.filter(parent__isnull=False, parent__parent=None).count() == 17
    assert Region.objects.filter(parent__parent__isnull=False).count() == 7


def test_marks_of_countries_in_special_situations():
    assert Country.objects.filter(is_ldc=True).count() == 45
    assert Country.objects.filter(is_lldc=True).count() == 32
    assert Country.objects.filter(is_sids=True).count() == 53


@pytest.mark.parametrize("column", ["name"])
@pytest.mark.parametrize(
    "model", [Region, Country, Goal, Topic, ExpertiseArea, ActivityField, Reason, OrganizationReason]
)
def test_every_term_has_a_name_in_six_languages(model, column):
    for term in model.objects.all():
        assert all(getattr(term, f"{column}_{suffix}").strip() for suffix in SUFFIXES), term.pk


@pytest.mark.parametrize(("model", "column"), [(Goal, "title"), (Reason, "text"), (OrganizationReason, "text")])
def test_titles_and_words_stand_in_six_languages_and_differ(model, column):
    for term in model.objects.all():
        texts = [getattr(term, f"{column}_{suffix}").strip() for suffix in SUFFIXES]
        assert len(set(texts)) == len(SUFFIXES), term.pk


@pytest.mark.parametrize("model", [Region, Country, Goal, Topic, ExpertiseArea, ActivityField])
@pytest.mark.parametrize(
    ("suffix", "first", "last"), [("ar", "\u0600", "\u06ff"), ("zh", "\u4e00", "\u9fff"), ("ru", "\u0400", "\u04ff")]
)
def test_names_are_written_in_the_script_of_their_language(model, suffix, first, last):
    for name in model.objects.values_list(f"name_{suffix}", flat=True):
        assert any(first <= sign <= last for sign in name), name


def test_only_antarctica_lies_in_no_region():
    assert list(Country.objects.filter(region=None).values_list("pk", flat=True)) == ["AQ"]


def test_reasons_answer_in_the_readers_language():
    assert "Veuillez" in Reason.objects.get(pk="incomplete").text_in("fr")
    reason = Reason(code="new", name_en="New", text_en="Please mend it.")
    assert reason.text_in("zh-hans") == "Please mend it."


class TestAgainstTheSources:
    pytestmark = shared_data

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_countries_and_regions_are_those_of_m49(self, suffix):
        countries = Country.objects.select_related("region__parent__parent").in_bulk()
        regions = Region.objects.in_bulk()
        rows = rows_of(f"geography/unsd_m49_{suffix}.csv")
        assert {row["ISO-alpha2 Code"] for row in rows} == countries.keys()
        for row in rows:
            country = countries[row["ISO-alpha2 Code"]]
            assert (country.iso3, country.m49) == (row["ISO-alpha3 Code"], row["M49 Code"])
            path = [row["Region Code"], row["Sub-region Code"], row["Intermediate Region Code"]]
            assert self.path_of(country.region) == [code for code in path if code]
            marks = ("(LDC)", "(LLDC)", "(SIDS)")
            columns = [next(column for column in row if mark in column) for mark in marks]
            assert [country.is_ldc, country.is_lldc, country.is_sids] == [bool(row[column]) for column in columns]
            if (country.pk, suffix) not in COUNTRIES_MENDED:
                assert plain(getattr(country, f"name_{suffix}")) == plain(row["Country or Area"])
            region = regions.get(row["Region Code"])
            assert region is None or getattr(region, f"name_{suffix}") == row["Region Name"]

    @staticmethod
    def path_of(region):
        path = []
        while region is not None:
            path.insert(0, region.pk)
            region = region.parent
        return path

    def test_full_titles_of_the_goals_are_those_of_the_2030_agenda(self):
        goals = Goal.objects.in_bulk()
        for row in rows_of("sdg/sdg_goals.csv"):
            goal = goals[int(row["code"])]
            for suffix in SUFFIXES:
                if (goal.pk, suffix) not in TITLES_MENDED:
                    assert plain(getattr(goal, f"title_{suffix}")) == plain(row[f"title_{suffix}"])
            assert goal.name_en == row["short_en"]

    def test_areas_and_fields_are_those_of_icso(self):
        found = {
            (field.area_id, field.area.name_en, field.number, field.name_en, field.pk)
            for field in ActivityField.objects.select_related("area")
        }
        assert found == {
            (
                int(row["area_no"]),
                row["area"],
                int(row["field_no"]),
                row["field"],
                f"{row['area_no']}-{row['field_no']}",
            )
            for row in rows_of("icso/icso_areas_fields.csv")
        }
