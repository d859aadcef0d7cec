"""The Branch's desk: the list, the review page, claims, mergers."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Claim, CommitteeDecision, CommitteeSession, FormerName, Membership, Organization
from accounts.names import name_key
from accounts.organizations.admin import working_days
from accounts.organizations.mail_domains import compare
from accounts.organizations.verifying import move
from csonet.testing.makers import join, make_organization, make_practice, make_user

LIST = "/admin/accounts/organization/"


def review_of(organization) -> str:
    return reverse("admin:accounts_organization_review", args=[organization.pk])


def merge_of(organization) -> str:
    return reverse("admin:accounts_organization_merge", args=[organization.pk])


@pytest.fixture
def desk(signed_in, branch):
    return signed_in(branch)


def test_what_waits_stands_first(desk, cast):
    make_organization("Aardvark Society")
    page = desk.get(LIST).content.decode()
    assert page.index("New Dawn Foundation") < page.index("Aardvark Society")


def test_the_list_is_searched_by_words_and_filtered(desk, cast):
    page = desk.get(LIST, {"q": "dawn new"}).content.decode()
    assert "New Dawn Foundation" in page
    assert "Lake Shore" not in page
    page = desk.get(LIST, {"verification__exact": "registered"}).content.decode()
    assert "New Dawn Foundation" in page
    assert "Lake Shore" not in page
    for query in ({"origin": "person"}, {"claims": "waiting"}, {"q": "\x00"}, {"origin": "register"}):
        assert desk.get(LIST, query).status_code == 200


@pytest.mark.parametrize("many", [1, 20])
def test_the_queries_of_the_list_do_not_grow(desk, cast, many, django_assert_num_queries):
    for number in range(many):
        make_organization(f"Guild {number}", verification="registered", applicant=make_user())
    desk.get(LIST)
    with django_assert_num_queries(7):
        desk.get(LIST)


def test_nothing_is_deleted_and_nothing_done_in_bulk(desk, cast):
    assert desk.get(f"{LIST}{cast.organization.pk}/delete/").status_code == 403
    assert 'name="action"' not in desk.get(LIST).content.decode()


@pytest.mark.parametrize("who", ["author", "outsider", "newcomer", "moderator"])
def test_the_desk_is_the_branchs(signed_in, cast, who):
    client = signed_in(getattr(cast, who))
    for url in (LIST, review_of(cast.waiting_organization), merge_of(cast.waiting_organization)):
        assert client.get(url).status_code in (302, 403)
        assert client.post(url, {"action": "approve", "version": "1"}).status_code in (302, 403)
    cast.waiting_organization.refresh_from_db()
    assert cast.waiting_organization.verification == "registered"


def test_staff_without_the_right_see_nothing(signed_in, cast):
    clerk = make_user("clerk", is_staff=True)
    assert signed_in(clerk).get(review_of(cast.waiting_organization)).status_code == 403
    assert signed_in(clerk).get(LIST).status_code == 403


def test_the_review_page_shows_duplicates_with_their_decisions(desk, cast):
    session = CommitteeSession.objects.create(closed_on="2019-05-16")
    listed = make_organization("New Dawn Foundation Inc", verification="listed")
    CommitteeDecision.objects.create(
        session=session, kind="deferred-first", organization=listed, name_as_printed="NEW DAWN FOUNDATION, INC."
    )
    page = desk.get(review_of(cast.waiting_organization)).content.decode()
    assert "NEW DAWN FOUNDATION, INC." in page
    assert "New application deferred" in page
    assert f"{merge_of(cast.waiting_organization)}?target={listed.pk}" in page


@pytest.mark.parametrize(
    ("given", "other", "why"),
    [
        ({"former": "Quiet Harbour League"}, {"name": "Quiet Harbor League"}, "Another of its names is similar"),
        ({"former": "Quiet Harbour League"}, {"name": "Quiet Harbour League"}, "Another of its names is the same"),
        ({"acronym": "Q.H.L."}, {"name": "Ligue du port calme", "acronym": "QHL"}, "The acronym is the same"),
        ({"acronym": "Q.H.L."}, {"name": "QHL"}, "The acronym is the same"),
    ],
)
def test_duplicates_are_looked_for_by_every_name(desk, cast, given, other, why):
    organization = cast.waiting_organization
    if former := given.get("former"):
        FormerName.objects.create(organization=organization, name=former, name_key=name_key(former))
    Organization.objects.filter(pk=organization.pk).update(acronym=given.get("acronym", ""))
    twin = make_organization(verification="listed", **other)
    page = desk.get(review_of(organization)).content.decode()
    assert f"{merge_of(organization)}?target={twin.pk}" in page
    assert why in page


def confirm(user, email: str, confirmed: bool = True) -> None:
    """The account has this address now."""
    user.email = email
    user.save()
    user.emailaddress_set.update(email=email, verified=confirmed)


def test_the_review_page_compares_the_domains(desk, cast, newcomer):
    organization = cast.waiting_organization
    organization.applicant, organization.website = newcomer, "https://www.newdawn.example"
    organization.contact_email = "office@newdawn.example"
    organization.save()
    confirm(newcomer, "someone@gmail.com")
    page = desk.get(review_of(organization)).content.decode()
    assert "free-mail service" in page
    assert "office@newdawn.example" in page
    assert "is the web site" not in page
    confirm(newcomer, "someone@mail.newdawn.example")
    page = desk.get(review_of(organization)).content.decode()
    assert "is the web site" in page
    assert "typed by the person who asks" in page
    confirm(newcomer, "someone@mail.newdawn.example", confirmed=False)
    assert "is the web site" not in desk.get(review_of(organization)).content.decode()


@pytest.mark.parametrize(
    ("email", "website", "same", "free"),
    [
        ("a@example.org", "https://www.example.org/x", True, False),
        ("a@mail.example.org", "http://example.org", True, False),
        ("a@example.org", "https://en.example.org", True, False),
        ("a@notexample.org", "https://example.org", False, False),
        ("a@gmail.com", "https://gmail.com", False, True),
        ("a@example.org", "", False, False),
        ("", "", False, False),
        ("a@EXAMPLE.org", "https://[::1", False, False),
    ],
)
def test_domains_are_the_same_when_one_lies_in_the_other(email, website, same, free):
    check = compare(email, website)
    assert (check.is_same, check.is_free) == (same, free)


def test_an_officer_approves(desk, cast, branch):
    response = desk.post(review_of(cast.waiting_organization), {"action": "approve", "version": "1"})
    assert response.status_code == 302
    cast.waiting_organization.refresh_from_db()
    assert cast.waiting_organization.verification == "verified"
    assert cast.waiting_organization.verification_decisions.get().actor == branch


def test_returning_without_a_reason_keeps_the_page(desk, cast):
    response = desk.post(review_of(cast.waiting_organization), {"action": "return", "version": "1"})
    assert "Say why" in response.content.decode()
    cast.waiting_organization.refresh_from_db()
    assert cast.waiting_organization.verification == "registered"


def test_two_officers_at_once_the_second_sees_the_first_and_keeps_the_words(desk, cast):
    other = make_user("second", is_staff=True, is_superuser=True, name="Officer Two")
    move(cast.waiting_organization, "return", actor=other, text="Which papers?")
    response = desk.post(
        review_of(cast.waiting_organization), {"action": "refuse", "version": "1", "text": "No office at all."}
    )
    page = response.content.decode()
    assert response.status_code == 409
    for piece in ("Officer Two", "Which papers?", "No office at all."):
        assert piece in page
    cast.waiting_organization.refresh_from_db()
    assert cast.waiting_organization.verification == "returned"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"action": "x"},
        {"action": "approve", "version": "x"},
        {"action": "merge", "version": "1"},
        {"claim": "٣"},
        {"claim": "99999"},
        {"action": "approve", "version": "1", "reason_code": "x"},
    ],
)
def test_forged_decisions_change_nothing(desk, cast, data):
    assert desk.post(review_of(cast.waiting_organization), data).status_code in (200, 404)
    cast.waiting_organization.refresh_from_db()
    assert cast.waiting_organization.verification == "registered"


def test_nobody_decides_about_their_own_at_the_desk(desk, cast, branch):
    join(branch, cast.waiting_organization)
    assert "Nobody decides about their own" in desk.get(review_of(cast.waiting_organization)).content.decode()
    desk.post(review_of(cast.waiting_organization), {"action": "approve", "version": "1"})
    cast.waiting_organization.refresh_from_db()
    assert cast.waiting_organization.verification == "registered"


@pytest.fixture
def claim(cast):
    listed = make_organization("Society of Old Records", verification="listed")
    return Claim.objects.create(
        user=cast.outsider, organization=listed, position="President", email="a@old.example", message="I am <b>it</b>."
    )


def test_a_claim_is_accepted_on_the_review_page(desk, claim):
    page = desk.get(review_of(claim.organization)).content.decode()
    assert "President" in page
    assert "<b>it</b>" not in page
    desk.post(review_of(claim.organization), {"claim": claim.pk, "answer": "accept"})
    claim.organization.refresh_from_db()
    assert claim.organization.verification == "verified"
    assert Membership.objects.get(user=claim.user, organization=claim.organization).role == "owner"


def test_what_a_claimant_typed_proves_nothing(desk, claim):
    confirm(claim.user, "stranger@elsewhere.example")
    claim.website = "https://old.example"
    claim.save()
    page = desk.get(review_of(claim.organization)).content.decode()
    assert "is the web site" not in page
    for piece in ("stranger@elsewhere.example", "a@old.example", "https://old.example", "typed by the person who asks"):
        assert piece in page


def test_the_entrys_own_web_site_is_asked_before_the_claimants(desk, claim):
    confirm(claim.user, "president@old.example")
    Claim.objects.filter(pk=claim.pk).update(website="https://elsewhere.example")
    Organization.objects.filter(pk=claim.organization.pk).update(website="https://www.old.example")
    page = desk.get(review_of(claim.organization)).content.decode()
    assert "is the web site" in page
    assert "typed by the person who asks" not in page


def test_declining_a_claim_needs_a_reason_and_keeps_the_words(desk, claim):
    page = desk.post(review_of(claim.organization), {"claim": claim.pk, "answer": "decline"}).content.decode()
    assert "Say why" in page
    desk.post(review_of(claim.organization), {"claim": claim.pk, "answer": "decline", "text": "Not you."})
    claim.refresh_from_db()
    assert (claim.state, claim.answer) == ("declined", "Not you.")


def test_a_merger_shows_first_what_will_move(desk, cast):
    double = make_organization("Water for All (WAFA)")
    make_practice(organization=double, title="Tanks of ferro-cement")
    page = desk.get(merge_of(double)).content.decode()
    assert "Water for All Association" in page
    page = desk.get(merge_of(double), {"target": cast.organization.pk}).content.decode()
    assert "Tanks of ferro-cement" in page
    double.refresh_from_db()
    assert double.verification == "verified"
    response = desk.post(merge_of(double), {"target": cast.organization.pk, "version": double.version})
    assert response["Location"] == review_of(cast.organization)
    double.refresh_from_db()
    assert double.merged_into == cast.organization


@pytest.mark.parametrize("data", [{}, {"target": "x"}, {"target": "999999"}, {"target": "1", "version": "77"}])
def test_forged_mergers_change_nothing(desk, cast, data):
    assert desk.post(merge_of(cast.waiting_organization), data).status_code == 409
    assert not Organization.objects.filter(verification="merged").exists()


def test_mending_facts_keeps_the_old_name_and_is_recorded(desk, cast, branch):
    url = f"{LIST}{cast.organization.pk}/change/"
    form = desk.get(url).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, [])}
    inline = {"former_names-TOTAL_FORMS": "0", "former_names-INITIAL_FORMS": "0"}
    response = desk.post(url, {**data, "name": "Water for Everybody", **inline})
    assert response.status_code == 302, response.context["errors"]
    cast.organization.refresh_from_db()
    assert (cast.organization.name, cast.organization.name_key) == ("Water for Everybody", "water for everybody")
    assert cast.organization.former_names.get().name == "Water for All Association"
    step = cast.organization.verification_decisions.get()
    assert (step.action, step.actor, step.changed) == ("edit", branch, ["name"])


def test_waiting_is_told_in_working_days():
    assert working_days(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert working_days(date(2026, 11, 20), date(2026, 11, 23)) == 1  # Friday to Monday
    assert working_days(date(2026, 11, 16), date(2026, 11, 30)) == 10


UNSEEN = "Bees \u202eare\x07 here"
REFUSED = "Remove the characters that can&#x27;t be seen (control characters)."


def facts_of(desk, organization) -> dict[str, object]:
    """What the browser sends from the page on which facts are mended, unchanged."""
    form = desk.get(f"{LIST}{organization.pk}/change/").context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, [])}
    return {**data, "former_names-TOTAL_FORMS": "0", "former_names-INITIAL_FORMS": "0"}


@pytest.mark.parametrize("name", ["name", "acronym", "mission", "address", "former_names-0-name"])
def test_characters_that_nobody_sees_do_not_become_facts(desk, cast, name):
    url = f"{LIST}{cast.organization.pk}/change/"
    data = facts_of(desk, cast.organization) | {"former_names-TOTAL_FORMS": "1", name: UNSEEN}
    page = desk.post(url, data).content.decode()
    assert page.count(REFUSED) == 1
    assert UNSEEN in page
    assert not cast.organization.verification_decisions.exists()


def test_what_nobody_sees_is_not_sent_to_an_applicant_or_a_claimant(desk, cast, claim):
    decision = {"action": "return", "version": "1", "text": UNSEEN}
    answer = {"claim": claim.pk, "answer": "decline", "text": UNSEEN}
    for organization, data in ((cast.waiting_organization, decision), (claim.organization, answer)):
        page = desk.post(review_of(organization), data).content.decode()
        assert REFUSED in page
        assert UNSEEN in page
        organization.refresh_from_db()
        assert not organization.verification_decisions.exists()
    claim.refresh_from_db()
    assert claim.state == "waiting"


def test_what_nobody_sees_is_not_written_into_a_merger(desk, cast):
    data = {"target": cast.organization.pk, "version": "1", "text": UNSEEN}
    assert REFUSED in desk.post(merge_of(cast.waiting_organization), data).content.decode()
    assert not Organization.objects.filter(verification="merged").exists()


def test_a_decision_that_came_without_its_version_is_told_and_can_be_sent_again(desk, cast):
    url = review_of(cast.waiting_organization)
    answer = desk.post(url, {"action": "return", "version": "x", "text": "Which papers?"})
    page = answer.content.decode()
    assert "That did not work. Please send it once more." in page
    assert "Which papers?" in page
    version = answer.context["form"]["version"].value()
    assert desk.post(url, {"action": "return", "version": version, "text": "Which papers?"}).status_code == 302


def test_an_officers_old_form_does_not_overwrite_what_an_owner_wrote_since(desk, cast, signed_in, author):
    url = f"{LIST}{cast.organization.pk}/change/"
    data = facts_of(desk, cast.organization)
    edit = reverse("organization_edit", args=[cast.organization.slug])
    form = signed_in(author).get(edit).context["form"]
    own = {name: value for name, value in form.initial.items() if value}
    sent = signed_in(author).post(edit, {**own, "type": "association", "country": "KE", "mission": "Newer"})
    assert sent.status_code == 302, sent.context["form"].errors
    answer = desk.post(url, {**data, "mission": "The officer's words"})
    page = answer.content.decode()
    assert "Somebody else changed this profile in the meantime." in page
    assert f"In the meantime: Profile edited, by {author}." in page
    assert "The officer&#x27;s words" in page
    cast.organization.refresh_from_db()
    assert cast.organization.mission == "Newer"
    version = answer.context["adminform"].form["seen_version"].value()
    assert desk.post(url, {**data, "mission": "The officer's words", "seen_version": version}).status_code == 302
    cast.organization.refresh_from_db()
    assert cast.organization.mission == "The officer's words"


def test_no_organization_is_an_office_of_itself(desk, cast):
    url = f"{LIST}{cast.organization.pk}/change/"
    data = facts_of(desk, cast.organization)
    own = desk.post(url, data | {"parent": cast.organization.pk}).content.decode()
    assert "An organization can’t be an office of itself." in own
    Organization.objects.filter(pk=cast.other_organization.pk).update(parent=cast.organization)
    round_about = desk.post(url, data | {"parent": cast.other_organization.pk}).content.decode()
    assert "That organization is itself an office of this one." in round_about
    cast.organization.refresh_from_db()
    assert cast.organization.parent is None
