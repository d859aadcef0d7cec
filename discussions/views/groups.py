"""The pages of a group: its topics, what it is about, its resources and its people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.models import CircleMembership, Item
from csonet.content.search.query import find
from csonet.content.views.details import ItemDetailView
from discussions import listing, membership, rules, unread
from discussions.models import Group, Invitation, JoinRequest, Resource
from discussions.models.people import Asked
from discussions.views.common import group_or_404

MEMBERS = 50


def standing_in(group: Group, person: Any) -> dict[str, Any]:
    """What this person is in the group and may do there: for every page of it."""
    if not person.is_authenticated:
        return {"may_read": not group.is_closed and group.access == "public"}
    is_in, moderates = membership.is_in(group, person), membership.moderates(group, person)
    found = {
        "is_in": is_in,
        "moderates": moderates,
        "owns": membership.owns(group, person),
        "may_open": rules.may_open(group, person),
        "may_read": is_in or not group.is_closed,
        "may_take_up": membership.may_take_up(group, person),
    }
    return found if is_in else found | _of_outsider(group, person)


def _of_outsider(group: Group, person: Any) -> dict[str, Any]:
    known = membership.participation(group, person)
    invited = Invitation.objects.filter(group=group, user=person, state=Asked.WAITING).exists()
    asked = group.is_closed and JoinRequest.objects.filter(group=group, user=person, state=Asked.WAITING).exists()
    return {
        "may_join": membership.may_join(group, person),
        "invited": invited,
        "asked": asked,
        "banned": known if known is not None and known.is_banned else None,
    }


class GroupDetailView(ItemDetailView):
    """The topics of a group, with what is new in them."""

    model = Group

    def further_context(self, item: Any, context: dict[str, Any]) -> dict[str, Any]:
        """A page of topics, narrowed as the address says; what the person may do."""
        asked, person = self.request.GET, self.request.user
        only = asked.get("only", "") if asked.get("only") in listing.FILTERS else ""
        rows = listing.topics_of(item, person, only=only)
        page = listing.page_of(rows, asked.get("page"))
        topics = list(page.object_list)
        standing = standing_in(item, person)
        new = unread.by_topic(person, topics) if standing.get("is_in") and topics else {}
        for topic in topics:
            topic.new = new.get(topic.pk, 0)
        return {"group": item, "topics": topics, "page_obj": page, "only": only, "has_new": bool(new), **standing}


class GroupPage(View):
    """A page of a group for whoever may know of it."""

    http_method_names = ["get", "head", "options"]
    template = ""
    current = ""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for what this person may not know of."""
        group = group_or_404(request.user, slug)
        standing = standing_in(group, request.user)
        context = {"group": group, "item": group, "current": self.current, **standing}
        return render(request, self.template, context | self.context_of(group, standing))

    def context_of(self, group: Group, standing: dict[str, Any]) -> dict[str, Any]:
        """What this page shows."""
        return {}


class AboutView(GroupPage):
    """Purpose, rules, host and moderators."""

    template, current = "discussions/group_about.html", "about"

    def context_of(self, group: Group, standing: dict[str, Any]) -> dict[str, Any]:
        moderators = membership.moderators_of(group) if group.people_id else []
        return {"moderators": moderators, "needs_moderators": len(moderators) < 2}


class ResourcesView(GroupPage):
    """The files of the group, what its people found useful, and its events."""

    template, current = "discussions/group_resources.html", "resources"

    def context_of(self, group: Group, standing: dict[str, Any]) -> dict[str, Any]:
        if not standing.get("may_read"):
            raise Http404
        kept = Resource.objects.filter(group=group).values("item")
        items = list(Item.objects.published().visible_to(self.request.user).filter(pk__in=kept).for_cards()[:100])
        return {
            "attachments": list(group.attachments.filter(revision=None, is_shown=True)),
            "events": [item for item in items if item.kind == "event"],
            "items": [item for item in items if item.kind != "event"],
        }


class ResourceChangeView(SignInRequired, View):
    """Members put something published among the group's resources; moderators take it off."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The item is named by its address on this site."""
        group = group_or_404(request.user, slug)
        person: Any = request.user
        back = redirect("group_resources", slug=slug)
        if not membership.is_in(group, person):
            raise Http404
        if "remove" in request.POST:
            if not membership.moderates(group, person):
                raise Http404
            Resource.objects.filter(group=group, item_id=_number(request.POST["remove"])).delete()
            messages.success(request, _("It is taken off."))
            return back
        item = _named(request.POST.get("address", ""), person)
        if item is None:
            messages.error(request, _("There is nothing published at this address that you may see."))
            return back
        Resource.objects.get_or_create(group=group, item=item, defaults={"added_by": person})
        messages.success(request, _("It stands among the resources now."))
        return back


def _named(address: str, person: Any) -> Item | None:
    """The item whose page the address is; the last part of it is the item's own."""
    parts = [part for part in address.replace("\0", "").partition("?")[0].split("/") if part][-2:]
    if len(parts) < 2:
        return None
    found = Item.objects.published().visible_to(person).filter(slug=parts[1][:120]).exclude(kind="topic")
    return next((item for item in found[:10] if item.get_absolute_url().split("/")[2] == parts[0]), None)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


class MembersView(GroupPage):
    """Who is in the group; for those who may read there and are signed in."""

    template, current = "discussions/group_members.html", "members"

    def context_of(self, group: Group, standing: dict[str, Any]) -> dict[str, Any]:
        if not standing.get("is_in"):
            raise Http404
        rows = CircleMembership.objects.filter(circle=group.people_id).select_related("user")
        page = Paginator(rows.order_by("-is_moderator", "user__name", "pk"), MEMBERS).get_page(
            self.request.GET.get("page")
        )
        requests = JoinRequest.objects.filter(group=group, state=Asked.WAITING).select_related("user")
        return {
            "members": list(page.object_list),
            "page_obj": page,
            "requests": list(requests) if standing["moderates"] else [],
        }


class ReadAllView(SignInRequired, View):
    """Mark everything in the group as read."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """For members."""
        group = group_or_404(request.user, slug)
        if not membership.is_in(group, request.user):
            raise Http404
        unread.mark_all_read(group, request.user)
        messages.success(request, _("Everything in this group counts as read."))
        return redirect(group.get_absolute_url())


class GroupSearchView(GroupPage):
    """Words in the group's topics and posts."""

    template = "discussions/group_search.html"

    def context_of(self, group: Group, standing: dict[str, Any]) -> dict[str, Any]:
        asked = self.request.GET
        number = asked.get("page", "")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1
        kinds = ("topic", "post")
        results = find(
            asked.get("q", ""),
            self.request.user,
            kinds=kinds,
            page=page,
            within={"circle": [str(group.people_id or 0)]},
        )
        pages = Paginator(range(results.total), 20).get_page(page)
        return {"results": results, "page_obj": pages, "search_url": reverse("group_search", args=[group.slug])}
