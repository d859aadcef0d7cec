"""Merging two records of one organization: what will move, and the move itself.

Every table that refers to organizations is found by introspection, so that what later apps add moves too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from accounts.models import ConsultativeStatus, FormerName, Membership, Organization, VerificationDecision
from accounts.organizations import inheriting, reviewing
from accounts.organizations.verifying import move
from accounts.signals import merging, organization_changed
from csonet.workflow import WorkflowError

#: The record of a record stays with it: it is append-only and tells what was decided about that very entry.
STAYS = {(VerificationDecision, "organization"), (VerificationDecision, "target")}
#: An answer is shown as far as this in what will move.
LONGEST = 200
ROLE_ORDER = {"member": 0, "editor": 1, "owner": 2}


@dataclass(frozen=True)
class Moving:
    """How many rows of one kind will move; `examples` names a few."""

    label: str | Promise
    count: int
    examples: list[str]


def references() -> Iterator[tuple[type[models.Model], str]]:
    """(model, name of its foreign key) of everything that refers to an organization, hidden relations included."""
    for relation in Organization._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        model, name = relation.related_model, relation.field.name
        if model._meta.proxy or model._meta.parents.get(Organization) is relation.field:
            continue
        if (model, name) not in STAYS and relation.field.model is model:
            yield model, name


def what_moves(organization: Organization, survivor: Organization) -> list[Moving]:
    """All that will move when this record goes into the other one; without what there is none of."""
    answers = [reviewing.answer_of(organization, name) for name in inheriting.answers_taken(organization, survivor)]
    moving = [Moving(_("Answers"), len(answers), [_in_short(answer) for answer in answers])] if answers else []
    for model, name in references():
        rows = model._base_manager.filter(**{name: organization})
        if count := rows.count():
            examples = [] if model._meta.auto_created else [str(row) for row in rows[:5]]
            moving.append(Moving(_label(model), count, examples))
    return moving


def _in_short(answer: reviewing.Answer) -> str:
    """An answer on one line; a yes or no in words."""
    value = {True: _("Yes"), False: _("No")}[answer.value] if isinstance(answer.value, bool) else str(answer.value)
    return _("%(label)s: %(text)s") % {"label": capfirst(answer.label), "text": Truncator(value).chars(LONGEST)}


def _label(model: type[models.Model]) -> str | Promise:
    """Many-to-many tables have no words of their own: the other side's are said."""
    if model._meta.auto_created:
        others = [
            field.related_model for field in model._meta.fields if field.related_model not in (None, Organization)
        ]
        return others[0]._meta.verbose_name_plural if others else model._meta.verbose_name_plural
    return model._meta.verbose_name_plural


def merge(
    organization: Organization, target: Organization, *, actor: Any, version: int | None = None, text: str = ""
) -> VerificationDecision:
    """Move everything of `organization` to `target`; leave a redirect, a former name and a record on both.

    version: the one of `organization` that the person saw. Raises what verifying.move() raises, and WorkflowError
    for a target that can't take it; then nothing was changed.
    """
    with transaction.atomic():
        rows = Organization.objects.select_for_update().filter(pk__in=[organization.pk, target.pk]).order_by("pk")
        locked = {row.pk: row for row in rows}
        before = locked[organization.pk]
        survivor = _fit_target(before, locked.get(target.pk), actor)
        inheriting.require_state_to_take(before, survivor)
        answers = inheriting.answers_taken(before, survivor)
        decision = move(organization, "merge", actor=actor, version=version, text=text, target=survivor)
        inheriting.take_state(before, survivor, actor)
        _let_go_of_each_other(organization, survivor)
        _settle_statuses(organization, survivor)
        merging.send(sender=Organization, organization=organization, survivor=survivor)
        for model, name in references():
            _move_rows(model, name, organization, survivor)
        _remember_name(organization, survivor)
        inheriting.take_answers(before, survivor, answers)
        _absorb(organization, survivor, answers, actor, text)
        organization_changed.send(sender=Organization, organization=survivor, items_moved=True)
    return decision


def _absorb(organization: Organization, survivor: Organization, answers: list[str], actor: Any, text: str) -> None:
    """Save the survivor with what it took over, and write that into its record."""
    survivor.version += 1
    settled = ["version", "parent", "applicant", "submitted_at", "verified_at", "updated"]
    survivor.save(update_fields={*settled, *answers})
    VerificationDecision.objects.create(
        organization=survivor,
        actor=actor,
        action="absorb",
        from_state=survivor.verification,
        to_state=survivor.verification,
        changed=answers,
        target=organization,
        text=text.strip(),
        version=survivor.version,
    )


def _fit_target(organization: Organization, target: Organization | None, actor: Any) -> Organization:
    """The target, if it can take the other's place. Raises WorkflowError in words for the officer."""
    if target is None or target.verification == "merged":
        raise WorkflowError(_("Choose a record that is not itself merged into another."))
    if target.pk == organization.pk:
        raise WorkflowError(_("An organization can’t be merged into itself."))
    if target.is_demo != organization.is_demo:
        raise WorkflowError(_("What is invented for the demonstration and what is real can’t be merged."))
    own = actor.standing.organizations | actor.standing.waiting if actor else frozenset()
    if target.pk in own or (actor and target.applicant_id == actor.pk):
        raise WorkflowError(_("Nobody decides about their own organization."))
    return target


def _let_go_of_each_other(organization: Organization, survivor: Organization) -> None:
    """A record that was the other's office does not become its own."""
    if survivor.parent_id == organization.pk:
        survivor.parent = None
        survivor.save(update_fields=["parent"])
    Organization.objects.filter(pk=organization.pk).update(parent=None)


def _settle_statuses(organization: Organization, survivor: Organization) -> None:
    """One status stays current: the survivor's, unless its class is not recorded and the other's is."""
    theirs = ConsultativeStatus.objects.filter(organization=organization, is_current=True).first()
    ours = ConsultativeStatus.objects.filter(organization=survivor, is_current=True).first()
    if theirs is None or ours is None:
        return
    ends = ours if ours.kind == "unrecorded" and theirs.kind != "unrecorded" else theirs
    ends.is_current = False
    ends.save(update_fields=["is_current", "updated"])


def _move_rows(model: type[models.Model], name: str, organization: Organization, survivor: Organization) -> None:
    """All at once; where a row of the survivor says the same already, one by one."""
    rows = model._base_manager.filter(**{name: organization})
    try:
        with transaction.atomic():
            rows.update(**{name: survivor})
    except IntegrityError:
        for row in rows:
            _move_row(row, name, survivor)


def _move_row(row: models.Model, name: str, survivor: Organization) -> None:
    same = type(row)._base_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            same.update(**{name: survivor})
    except IntegrityError:
        if isinstance(row, Membership):
            _keep_higher_role(row, survivor)
        same.delete()


def _keep_higher_role(membership: Membership, survivor: Organization) -> None:
    """Who belonged to both keeps the role that may do more."""
    other = Membership.objects.get(user=membership.user_id, organization=survivor)
    if ROLE_ORDER[membership.role] > ROLE_ORDER[other.role]:
        other.role = membership.role
        other.save(update_fields=["role", "updated"])


def _remember_name(organization: Organization, survivor: Organization) -> None:
    """The name that went is a former name of the survivor, unless it is its own."""
    if organization.name_key != survivor.name_key:
        FormerName.objects.get_or_create(
            organization=survivor, name=organization.name, defaults={"name_key": organization.name_key}
        )
