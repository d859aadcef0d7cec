"""Projects: written SMART, proposed together, joined by partners."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from csonet.content.models import Item
from csonet.content.publication import move
from csonet.notifications.models import Notice
from csonet.testing.makers import join, make_organization, make_user
from csonet.workflow import NotAllowed, WorkflowError
from projects import answering, co_proposing, partnering, reporting
from projects.models import CoProposal, Interest, Partnership, Proposal
from projects.tests.makers import SECRET, body, make_interest, make_proposal, proposal_data

pytestmark = pytest.mark.django_db
NEW = "/en/projects/new/"


def test_a_proposal_is_written_published_and_read(cast, signed_in, visitor):
    assert signed_in(cast.author).post(NEW, proposal_data(cast)).status_code == 302
    item = Proposal.objects.get()
    assert item.status == "submitted"
    assert item.indicators == [{"statement": "Schools with a tank", "unit": "schools", "baseline": "3", "aim": "40"}]
    assert [row["means"] for row in item.resources] == ["money", "people"]
    move(Item.objects.get(), "approve", actor=cast.branch)
    page = body(visitor.get(item.get_absolute_url()))
    for words in ("Schools with a tank", "Ten tanks", "KES · Kenyan Shilling", "6.1", "Looking for partners"):
        assert words in page
    assert "Masons" in page


def test_an_edit_of_a_published_proposal_keeps_its_rows_until_it_is_approved(cast, signed_in, visitor):
    signed_in(cast.author).post(NEW, proposal_data(cast))
    item = Proposal.objects.get()
    move(Item.objects.get(), "approve", actor=cast.branch)
    item.refresh_from_db()
    rows = ["Schools with a tank", "schools", "3", "60", "Teachers trained", "people", "0", "12"]
    data = proposal_data(cast, version=str(item.version), indicators=rows)
    assert signed_in(cast.author).post(f"{item.get_absolute_url()}edit/", data).status_code == 302
    assert "Teachers trained" not in body(visitor.get(item.get_absolute_url()))
    assert "Teachers trained" in body(signed_in(cast.author).get(f"{item.get_absolute_url()}preview/"))
    move(item.revisions.get(), "approve", actor=cast.branch)
    assert "Teachers trained" in body(visitor.get(item.get_absolute_url()))


BAD = {
    "no indicator": ({"indicators": ["", "", "", ""]}, "at least one row"),
    "an indicator without an aim": ({"indicators": ["Schools", "schools", "3", ""]}, "is missing in a row"),
    "an aim that is no number": ({"indicators": ["Schools", "schools", "3", "many"]}, "is not a number"),
    "an absurd aim": ({"indicators": ["Schools", "schools", "3", "9" * 20]}, "too large"),
    "not a number at all": ({"indicators": ["Schools", "schools", "3", "NaN"]}, "too large"),
    "an aim that is today's figure": ({"indicators": ["Schools", "schools", "3", "3.0"]}, "same as today"),
    "a torn row": ({"indicators": ["Schools"]}, "at least one row"),
    "too many rows": ({"deliverables": ["Tank", "2027-06-01"] * 21}, "at most 20 rows"),
    "a deliverable after the end": ({"deliverables": ["Tank", "2031-01-01"]}, "between the first and the last day"),
    "a day that is none": ({"deliverables": ["Tank", "2027-02-30"]}, "is not a date"),
    "money without a currency": ({"resources": ["Cement", "money", "missing", "", "under-1k"]}, "choose a currency"),
    "a currency that is none": (
        {"resources": ["Cement", "money", "missing", "XXX", "under-1k"]},
        "Choose from the list",
    ),
    "people with a currency": ({"resources": ["Masons", "people", "there", "KES", "under-1k"]}, "for money alone"),
    "dates in the wrong order": ({"starts": "2029-01-01", "ends": "2028-01-01"}, "before it starts"),
    "an absurd period": ({"starts": "1990-01-01", "ends": "2100-01-01"}, "at most 30 years"),
    "a deadline that is past": ({"deadline": "2020-01-01"}, "in the future"),
    "a deadline after the end": ({"deadline": "2030-01-01"}, "before the project has ended"),
    "a target of another goal": ({"targets": ["1.1"]}, "goals of these targets"),
    "a target that is none": ({"targets": ["99.9"]}, "not one of the available"),
    "no goal": ({"goals": []}, "required"),
    "null characters": ({"deliverables": ["Ta\0nk", "2027-06-01"]}, "control characters"),
    "an override of direction": ({"deliverables": ["Ta\u202enk", "2027-06-01"]}, "control characters"),
    "100 kB": ({"deliverables": ["x" * 100_000, "2027-06-01"]}, "at most 200 characters"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_answered_at_the_field_and_makes_no_row(cast, signed_in, what):
    changes, words = BAD[what]
    answer = signed_in(cast.author).post(NEW, proposal_data(cast, **changes))
    assert answer.status_code == 200
    assert words in body(answer)
    assert not Proposal.objects.exists()


def test_a_draft_is_saved_with_half_of_it(cast, signed_in):
    data = proposal_data(cast, do="save", indicators=["", "", "", ""], starts="", goals=[], targets=[])
    assert signed_in(cast.author).post(NEW, data).status_code == 302
    assert Proposal.objects.get().status == "draft"


# --- Partners ---------------------------------------------------------------------------------------------------------


def test_an_interest_is_shown_accepted_and_a_partnership(cast, signed_in, visitor, proposal):
    data = {"organization": cast.other_organization.pk, "role": "trainer", "text": f"Four trainers {SECRET}."}
    answer = signed_in(cast.outsider).post(f"{proposal.get_absolute_url()}interest/", data)
    interest = Interest.objects.get()
    assert answer.url == interest.get_absolute_url()
    assert visitor.get(interest.get_absolute_url()).status_code == 404
    assert SECRET in body(signed_in(cast.author).get(interest.get_absolute_url()))
    signed_in(cast.author).post(f"{interest.get_absolute_url()}answer/", {"do": "accept", "thanks": ""})
    partnership = Partnership.objects.get()
    assert (partnership.interest, partnership.origin_id) == (interest, proposal.pk)
    assert escape(cast.other_organization.name) in body(visitor.get(proposal.get_absolute_url()))
    assert "1 partner" in body(visitor.get("/en/projects/"))
    assert SECRET in body(visitor.get(interest.get_absolute_url()))


@pytest.mark.parametrize("who", ["visitor", "newcomer", "moderator", "branch"])
def test_an_interest_of_others_is_nowhere(cast, signed_in, visitor, proposal, who):
    interest = make_interest(proposal, cast.other_organization, cast.outsider, text=SECRET)
    client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    assert client.get(interest.get_absolute_url()).status_code == 404
    for path in (proposal.get_absolute_url(), "/en/projects/", "/en/projects/export.json", "/en/projects/feed/"):
        assert SECRET not in body(client.get(path))
        assert "1 partner" not in body(client.get(path))


def test_after_the_deadline_it_no_longer_looks_for_partners(cast, signed_in, visitor, proposal):
    Proposal.objects.filter(pk=proposal.pk).update(deadline=timezone.localdate() - timedelta(days=1))
    data = {"organization": cast.other_organization.pk, "text": "Four trainers."}
    answer = signed_in(cast.outsider).post(f"{proposal.get_absolute_url()}interest/", data)
    assert answer.status_code == 409
    assert "no longer looks for partners" in body(answer)
    assert "Four trainers." in body(answer)
    assert not Interest.objects.exists()
    other = make_proposal(title="Another", organization=cast.organization, author=cast.author)
    shown = {item.pk for item in visitor.get("/en/projects/?looking=yes").context["items"]}
    assert shown == {other.pk}
    assert {item.pk for item in visitor.get("/en/projects/").context["items"]} == {other.pk, proposal.pk}


def test_what_came_in_time_can_be_accepted_after_the_deadline(cast, proposal):
    interest = make_interest(proposal, cast.other_organization, cast.outsider)
    Proposal.objects.filter(pk=proposal.pk).update(deadline=timezone.localdate() - timedelta(days=1))
    answering.accept(interest, user=cast.author)
    assert Partnership.objects.count() == 1


def test_a_stopped_project_takes_and_accepts_nobody(cast, proposal):
    interest = make_interest(proposal, cast.other_organization, cast.outsider)
    reporting.step(proposal, "stop", user=cast.author)
    with pytest.raises(WorkflowError):
        answering.accept(interest, user=cast.author)
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("who", ["author", "outsider"])
def test_either_party_ends_a_partnership_once(cast, signed_in, visitor, proposal, who):
    partnership = answering.accept(make_interest(proposal, cast.other_organization, cast.outsider), user=cast.author)
    path = f"/en/projects/partnerships/{partnership.pk}/end/"
    assert signed_in(cast.moderator).post(path).status_code == 403
    assert visitor.post(path).status_code == 302
    person = getattr(cast, who)
    signed_in(person).post(path)
    partnership.refresh_from_db()
    assert (partnership.state, partnership.ended) == ("ended", timezone.localdate())
    assert "Ended" in body(visitor.get("/en/projects/partnerships/"))
    other = cast.outsider if who == "author" else cast.author
    assert Notice.objects.filter(kind="partnership_ended", recipient=other).count() == 1
    with pytest.raises(WorkflowError):
        partnering.end(partnership, user=person)


def test_a_partnership_of_a_suspended_organization_is_not_shown(cast, visitor, proposal):
    answering.accept(make_interest(proposal, cast.other_organization, cast.outsider), user=cast.author)
    cast.other_organization.verification = "suspended"
    cast.other_organization.save()
    for path in ("/en/projects/partnerships/", "/en/projects/partnerships/export.csv", proposal.get_absolute_url()):
        assert escape(cast.other_organization.name) not in body(visitor.get(path))


def test_the_list_of_partnerships_costs_the_same(cast, visitor, proposal, django_assert_num_queries):
    for _number in range(2):
        for _n in range(1 + _number * 6):
            organization, user = make_organization(), make_user()
            join(user, organization)
            answering.accept(make_interest(proposal, organization, user), user=cast.author)
        with django_assert_num_queries(2):
            visitor.get("/en/projects/partnerships/")


# --- Co-proposers -----------------------------------------------------------------------------------------------------


def test_a_co_proposer_is_named_once_it_confirmed(cast, signed_in, visitor, proposal):
    path = f"{proposal.get_absolute_url()}co-proposers/"
    signed_in(cast.author).post(path, {"name": cast.other_organization.name})
    asked = CoProposal.objects.get()
    name = escape(cast.other_organization.name)
    assert name not in body(visitor.get(proposal.get_absolute_url()))
    assert Notice.objects.filter(kind="co_proposer_asked", recipient=cast.outsider).count() == 1
    page = f"/en/projects/co-proposals/{asked.pk}/"
    assert signed_in(cast.moderator).get(page).status_code == 404
    assert "We confirm" in body(signed_in(cast.outsider).get(page))
    signed_in(cast.outsider).post(page, {"answer": "confirm"})
    assert name in body(visitor.get(proposal.get_absolute_url()))
    signed_in(cast.outsider).post(page, {"answer": "decline"})
    assert name not in body(visitor.get(proposal.get_absolute_url()))


def test_a_co_proposer_that_was_suspended_meanwhile_neither_confirms_nor_is_shown(cast, signed_in, visitor, proposal):
    asked = co_proposing.invite(proposal, cast.other_organization, user=cast.author)
    outsider = signed_in(cast.outsider)
    cast.other_organization.verification = "suspended"
    cast.other_organization.save()
    assert outsider.post(f"/en/projects/co-proposals/{asked.pk}/", {"answer": "confirm"}).status_code == 404
    with pytest.raises((NotAllowed, WorkflowError)):
        co_proposing.answer(asked, user=cast.outsider, confirms=True)
    asked.refresh_from_db()
    assert asked.state == "invited"
    CoProposal.objects.update(state="confirmed")
    assert escape(cast.other_organization.name) not in body(visitor.get(proposal.get_absolute_url()))


@pytest.mark.parametrize("name", ["", "No such organization at all", "\0", "x" * 5000])
def test_an_unknown_co_proposer_is_refused_in_words(cast, signed_in, proposal, name):
    answer = signed_in(cast.author).post(f"{proposal.get_absolute_url()}co-proposers/", {"name": name}, follow=True)
    assert "has exactly this name" in body(answer)
    assert not CoProposal.objects.exists()


def test_nobody_else_invites(cast, signed_in, proposal):
    path = f"{proposal.get_absolute_url()}co-proposers/"
    assert signed_in(cast.outsider).post(path, {"name": cast.organization.name}).status_code == 403
