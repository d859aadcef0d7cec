"""Whose the imported decisions are: which names join, which keep apart, what stands and what is made."""

import datetime as dt

import pytest

from accounts.models import CommitteeDecision, ConsultativeStatus, FormerName, Organization, RollCall
from accounts.organizations.merging import merge
from accounts.register import importing
from accounts.register.tests.folders import change
from accounts.signals import organizations_imported
from csonet.testing.makers import make_organization, make_user


def listed() -> dict[str, list[str]]:
    """The names printed for each organization of the register."""
    names: dict[str, list[str]] = {}
    for decision in CommitteeDecision.objects.order_by("session__closed_on", "kind", "name_as_printed"):
        names.setdefault(decision.organization.name, []).append(decision.name_as_printed)
    return names


def test_a_register_entry_has_a_name_and_decisions_and_nothing_invented(folder, run_import):
    assert run_import(folder(status_granted=[("Water Friends, Inc.", "2024-06-14")]))[0] == 0
    organization = Organization.objects.get()
    assert (organization.name, organization.verification) == ("Water Friends, Inc.", "listed")
    assert organization.slug == "water-friends-inc"
    blank = ("acronym", "type", "mission", "address", "website", "contact_email")
    assert {getattr(organization, name) for name in blank} == {""}
    assert (organization.country, organization.established, organization.verified_at) == (None, None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Women’s Platform, Limited", "Womens Platform"),
        ("Hope for Africa (HOFA)", "Hope for Africa"),
        ("Hope for Africa (HOFA)", "Hope for Africa, Inc. (HOFA)"),
        ("Zam Zam Foundation", "Zamzam Foundation"),
        ("Transient Workers Count Too (TWC2)", "Transient Workers Count Too"),
    ],
)
def test_spellings_become_one_organization_under_the_newest(folder, run_import, one, other):
    run_import(folder(new_applications_deferred=[(one, "2023-06-05")], status_granted=[(other, "2024-06-14")]))
    assert listed() == {other: [one, other]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hope for Africa (Kenya)", "Hope for Africa"),
        ("Amnesty United States Action (USA)", "Amnesty United States Action"),
        ("Hope for Africa (XYZ)", "Hope for Africa"),
        ("Hope for Africa International", "Hope for Africa"),
        ("Goal", "Go Al"),
    ],
)
def test_what_could_be_two_organizations_stays_apart(folder, run_import, one, other):
    run_import(folder(new_applications_deferred=[(one, "2023-06-05")], status_granted=[(other, "2024-06-14")]))
    assert listed() == {one: [one], other: [other]}


def test_two_acronyms_claim_no_common_name(folder, run_import):
    names = ["Hope Foundation (HOFO)", "Hope Foundation (HF)", "Hope Foundation"]
    run_import(folder(status_granted=[(name, f"201{n}-06-14") for n, name in enumerate(names)]))
    assert listed() == {name: [name] for name in names}


def test_one_list_that_names_both_keeps_them_apart(folder, run_import):
    names = ["Hope Foundation (HOFO)", "Hope Foundation"]
    run_import(folder(status_granted=[(name, "2024-06-14") for name in names]))
    assert sorted(listed()) == sorted(names)


def test_equal_rows_all_arrive(folder, run_import):
    directory = folder(status_granted=[("Water Friends", "2024-06-14")] * 2)
    run_import(directory)
    assert list(CommitteeDecision.objects.values_list("occurrence", flat=True).order_by("pk")) == [1, 2]
    run_import(directory)
    assert CommitteeDecision.objects.count() == 2


def test_a_change_of_name_joins_old_and_new(folder, run_import):
    run_import(
        folder(
            status_granted=[("Lake Union", "2011-06-16")],
            name_changes=[
                change("Lake Union", "River Union", "2015-06-17", "special", "2011"),
                change("River Union", "Sea Union", "2019-02-08"),
            ],
        )
    )
    organization = Organization.objects.get()
    assert organization.name == "Sea Union"
    assert dict(organization.former_names.values_list("name", "until")) == {
        "Lake Union": dt.date(2015, 6, 17),
        "River Union": dt.date(2019, 2, 8),
    }
    status = organization.statuses.get()
    assert (status.kind, status.year_granted, status.state) == ("special", 2011, "unrecorded")
    assert "change of name, session closed 2015-06-17" in status.source
    assert "recommended for status, session closed 2011-06-16" in status.source


def test_a_change_to_a_name_that_had_applied_before_joins_nothing(folder, run_import):
    directory = folder(
        status_granted=[("Lake Union", "2011-06-16"), ("Sea Union", "2013-06-10")],
        name_changes=[change("Lake Union", "Sea Union", "2015-06-17")],
    )
    _code, out, _err = run_import(directory)
    assert sorted(listed()) == ["Lake Union", "Sea Union"]
    assert not FormerName.objects.exists()
    assert "Kept apart, both names applied: Lake Union → Sea Union" in out
    decision = CommitteeDecision.objects.get(kind="name-changed")
    assert (decision.organization.name, decision.new_name) == ("Lake Union", "Sea Union")


def test_one_name_that_became_two_joins_nothing(folder, run_import):
    rows = [change("Lake Union", "Sea Union", "2015-06-17"), change("Lake Union", "River Union", "2016-06-20")]
    run_import(folder(status_granted=[("Lake Union", "2011-06-16")], name_changes=rows))
    assert list(listed()) == ["Lake Union"]
    assert not FormerName.objects.exists()


def test_a_merger_leaves_the_old_record_with_its_decisions_and_points_to_the_new(folder, run_import):
    run_import(
        folder(
            status_granted=[("Lake Union", "2011-06-16")],
            mergers=[
                (
                    "Lake Union (in special consultative status)",
                    "River Union (an organization not in status with the Council)",
                    "Water Union",
                    "2015-06-17",
                    "2014-06-12",
                )
            ],
        )
    )
    old, new = Organization.objects.get(name="Lake Union"), Organization.objects.get(name="Water Union")
    assert (old.verification, old.merged_into) == ("merged", new)
    assert old.verification_decisions.get().to_state == "merged"
    assert old.committee_decisions.get().kind == "granted"
    assert new.committee_decisions.get().note == "Also mentioned: 2014-06-12"
    assert list(new.former_names.values_list("name", flat=True)) == ["River Union"]
    assert Organization.objects.count() == 2


def test_a_merged_organization_that_applied_afterwards_stays_as_it_is(folder, run_import):
    run_import(
        folder(
            status_granted=[("Lake Union", "2019-02-08")],
            mergers=[("Lake Union", "River Union", "Water Union", "2015-06-17")],
        )
    )
    assert Organization.objects.get(name="Lake Union").verification == "listed"


def test_decisions_attach_to_an_approved_organization_of_that_name(folder, run_import):
    organization = make_organization("Water Friends e.V.", verification="verified")
    run_import(folder(status_granted=[("Water Friends", "2024-06-14")]))
    assert CommitteeDecision.objects.get().organization == organization
    organization.refresh_from_db()
    assert (organization.name, organization.verification) == ("Water Friends e.V.", "verified")


def test_a_merged_record_hands_its_decisions_to_its_successor(folder, run_import):
    successor = make_organization("River Union")
    make_organization("Lake Union", verification="merged", merged_into=successor)
    run_import(folder(status_granted=[("Lake Union", "2024-06-14")]))
    assert CommitteeDecision.objects.get().organization == successor


@pytest.mark.parametrize("verification", ["registered", "returned", "refused"])
def test_nobody_takes_over_a_known_name_by_typing_it(folder, run_import, verification):
    waiting = make_organization("Water Friends", verification=verification)
    run_import(folder(status_granted=[("Water Friends", "2024-06-14")]))
    organization = CommitteeDecision.objects.get().organization
    assert organization != waiting
    assert (organization.verification, organization.slug != waiting.slug) == ("listed", True)


def test_real_decisions_never_attach_to_an_invented_organization(folder, run_import):
    demo = make_organization("Water Friends", is_demo=True)
    run_import(folder(status_granted=[("Water Friends", "2024-06-14")]))
    assert CommitteeDecision.objects.get().organization != demo


def test_two_organizations_of_one_name_get_nothing_by_guess(folder, run_import):
    make_organization("Water Friends")
    make_organization("Water-Friends")
    run_import(folder(status_granted=[("Water Friends", "2024-06-14")]))
    assert CommitteeDecision.objects.get().organization.verification == "listed"


def test_direct_grants_are_marked_and_add_no_row(folder, run_import):
    _code, out, _err = run_import(
        folder(
            status_granted=[("Water Friends, Inc.", "2024-06-14"), ("Slow Friends", "2024-06-14")],
            new_applications_granted_directly=[("Water Friends", "2024-06-14"), ("Nobody", "2024-06-14")],
        )
    )
    marked = CommitteeDecision.objects.filter(was_direct=True)
    assert [decision.name_as_printed for decision in marked] == ["Water Friends, Inc."]
    assert CommitteeDecision.objects.count() == 2
    assert "1 of the 2 rows on direct grants" in out


def test_status_says_no_more_than_the_lists(folder, run_import):
    run_import(
        folder(
            status_granted=[("Water Friends", "2011-06-16"), ("Back Again", "2019-02-08"), ("Gone", "2011-06-16")],
            new_applications_deferred=[("Still Waiting", "2024-06-14")],
            status_withdrawn_own_request=[
                ("Gone", "2015-02-18"),
                ("Back Again", "2012-06-08"),
                ("Observers", "2003-08-28", "(observer status withdrawn)"),
            ],
        )
    )
    rows = ConsultativeStatus.objects.values_list("organization__name", "kind", "state", "year_granted", "until")
    assert sorted(rows) == [
        ("Back Again", "unrecorded", "unrecorded", None, None),
        ("Gone", "unrecorded", "withdrawn", None, dt.date(2015, 2, 18)),
        ("Water Friends", "unrecorded", "unrecorded", None, None),
    ]
    assert set(ConsultativeStatus.objects.values_list("is_current", flat=True)) == {True}


def test_a_status_that_an_officer_recorded_stands(folder, run_import):
    organization = make_organization("Water Friends")
    organization.statuses.create(kind="general", state="in-force", source="E/2012/INF/1")
    run_import(folder(status_granted=[("Water Friends", "2011-06-16")]))
    assert organization.statuses.get().source == "E/2012/INF/1"


def test_misprinted_dates_go_to_the_session_that_is_meant_and_say_so(folder, run_import):
    run_import(
        folder(
            status_granted=[("Water Friends", "2022-09-16")],
            name_changes=[change("Water Friends", "Friends of Water", "2023-09-16")],
        )
    )
    decision = CommitteeDecision.objects.get(kind="name-changed")
    assert decision.session.closed_on == dt.date(2022, 9, 16)
    assert decision.note == "The source prints the date 2023-09-16."


def test_votes_find_their_organization_by_the_words_of_the_subject(folder, run_import):
    def ballots(number, topic):
        return [
            (str(number), topic, "2024-06-14", "the Sudan", "in favor", "adopted"),
            (str(number), topic, "2024-06-14", "United States of America.", "abstent", "adopted"),
        ]

    run_import(
        folder(
            applications_declined=[
                ("International Lake Union", "2024-06-14"),
                ("International Lake Union — Europe", "2024-06-14"),
                ("Rise", "2024-06-14"),
            ],
            roll_call_votes=[
                *ballots(1, "International Lake Union"),
                *ballots(2, "the proposal to reject International Lake Union — Europe was adopted"),
                *ballots(3, "A motion to rise"),
            ],
        )
    )
    found = {call.number: call.organization and call.organization.name for call in RollCall.objects.all()}
    assert found == {1: "International Lake Union", 2: "International Lake Union — Europe", 3: None}
    votes = list(RollCall.objects.get(number=1).votes.values_list("state", "vote"))
    assert votes == [("Sudan", "in favor"), ("United States of America", "abstent")]


EVERYTHING = {
    "status_granted": [("Lake Union (LU)", "2011-06-16"), ("River Union", "2011-06-16"), ("2025-06-28", "2018-06-11")],
    "new_applications_deferred": [("Lake Union", "2010-06-21")],
    "name_changes": [change("Lake Union", "Sea Union", "2015-06-17", "special", "2011")],
    "mergers": [("River Union", "Pond Union", "Water Union", "2019-02-08")],
    "roll_call_votes": [("1", "Sea Union", "2011-06-16", "Chile", "against", "rejected")],
}


def everything() -> list[list[dict]]:
    models = (Organization, CommitteeDecision, ConsultativeStatus, FormerName, RollCall)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_second_run_changes_nothing(folder, run_import, django_assert_max_num_queries):
    directory = folder(**EVERYTHING)
    run_import(directory)
    before = everything()
    with django_assert_max_num_queries(60):
        code, out, _err = run_import(directory)
    assert code == 0
    assert everything() == before
    assert "The register has all of it: nothing is new." in out


def test_an_interrupted_run_leaves_nothing_and_can_be_repeated(folder, run_import, monkeypatch):
    directory = folder(**EVERYTHING)

    def pull_the_plug(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(importing, "_roll_calls", pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            run_import(directory)
    assert everything() == [[], [], [], [], []]
    assert run_import(directory)[0] == 0
    assert Organization.objects.count() == 4


def test_what_the_branch_did_since_is_kept(folder, run_import):
    directory = folder(**EVERYTHING)
    run_import(directory)
    organization = Organization.objects.get(name="Sea Union")
    Organization.objects.filter(pk=organization.pk).update(name="Ocean Union", name_key="ocean union")
    organization.statuses.update(kind="general", state="in-force", source="checked")
    before = everything()
    run_import(directory)
    assert everything() == before


@pytest.mark.parametrize("survivor", ["Sea Union", "Lake Union", "Water Friends", "Approved Union"])
def test_a_run_after_the_branch_merged_records_changes_nothing(cast, folder, run_import, survivor):
    approved = make_organization("Approved Union")
    directory = folder(**EVERYTHING)
    run_import(directory)
    imported = Organization.objects.filter(verification="listed").exclude(name=survivor)
    target = Organization.objects.filter(name=survivor).first() or approved
    for organization in imported:
        merge(organization, target, actor=cast.branch)
    before = everything()
    code, out, _err = run_import(directory)
    assert code == 0
    assert everything() == before
    assert "nothing is new" in out


def test_new_rows_of_a_later_session_join_the_entries_that_stand(folder, run_import):
    run_import(folder(new_applications_deferred=[("Water Friends", "2023-06-05")]))
    run_import(
        folder(
            new_applications_deferred=[("Water Friends", "2023-06-05")],
            status_granted=[("Water Friends (WAFRI)", "2024-06-14")],
        )
    )
    organization = Organization.objects.get()
    assert organization.committee_decisions.count() == 2
    assert organization.statuses.count() == 1


def test_whoever_keeps_the_search_hears_once_of_all_organizations(folder, run_import):
    heard = []

    def listen(sender, organizations, **kwargs):
        heard.append(organizations)

    organizations_imported.connect(listen)
    try:
        directory = folder(**EVERYTHING)
        run_import(directory)
        run_import(directory)
    finally:
        organizations_imported.disconnect(listen)
    pks = set(Organization.objects.values_list("pk", flat=True))
    assert len(heard) == 1
    assert set(heard[0]) == pks


def test_addresses_are_never_taken_twice(folder, run_import):
    make_organization("Other", slug="water-friends")
    make_user()
    run_import(folder(status_granted=[("Water Friends", "2024-06-14"), ("New", "2024-06-14"), ("“!”", "2024-06-14")]))
    slugs = set(Organization.objects.filter(verification="listed").values_list("slug", flat=True))
    assert slugs == {"water-friends-2", "new-2", "organization"}
