"""Loading adds and corrects, and leaves alone what the Branch did."""

import pytest
from django.core.management import call_command

from csonet.content.models import Reason
from csonet.reference import vocabulary
from csonet.reference.loading import load
from csonet.reference.models import Country, Goal, Target, Topic


@pytest.mark.django_db
def test_a_second_run_changes_nothing(django_assert_num_queries):
    with django_assert_num_queries(12):  # one for each file that is loaded, and a savepoint
        counts = load()
    assert sum(count.added + count.changed for count in counts) == 0
    assert sum(count.same for count in counts) == 29 + 249 + 17 + 169 + 11 + 209 + Topic.objects.count() + 7 + 12 + 14


@pytest.mark.django_db
def test_what_is_missing_is_added_and_facts_are_put_right():
    Topic.objects.filter(pk="youth").delete()
    Country.objects.filter(pk="KE").update(region=None, is_ldc=True)
    counts = {count.model: count for count in load()}
    assert (counts["Topic"].added, counts["Country"].changed) == (1, 1)
    assert vocabulary.topics()["youth"].name_es == "Juventud"
    kenya = Country.objects.get(pk="KE")
    assert (kenya.region_id, kenya.is_ldc) == ("014", False)


@pytest.mark.django_db
def test_the_branchs_own_names_and_topics_stay_unless_asked():
    Topic.objects.create(slug="bees", name_en="Bees")
    Topic.objects.filter(pk="youth").update(name_en="Young people", is_active=False)
    Goal.objects.filter(pk=1).update(name_en="End poverty")
    load()
    youth = Topic.objects.get(pk="youth")
    assert (youth.name_en, youth.is_active) == ("Young people", False)
    load(with_names=True)
    assert Topic.objects.get(pk="youth").name_en == "Youth"
    assert Goal.objects.get(pk=1).name_en == "No poverty"
    assert Topic.objects.filter(pk="bees").exists()


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys):
    Target.objects.filter(goal=17).delete()
    Goal.objects.filter(pk=17).delete()
    call_command("load_vocabularies")
    lines = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()[1:]}
    assert lines["Goal"] == ["1", "0", "16"]
    assert lines["Country"] == ["0", "0", "249"]


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_its_vocabularies_again():
    Topic.objects.create(slug="bees", name_en="Bees")
    call_command("flush", interactive=False, verbosity=0)
    assert Country.objects.count() == 249
    assert Reason.objects.count() == 12
    assert "bees" not in vocabulary.topics()
