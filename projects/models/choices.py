"""What can be chosen in requests and proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Help(models.TextChoices):
    """Kinds of help that a request seeks; each has a column of its own, `seeks_<kind>`."""

    KNOWHOW = "knowhow", _("Know-how")
    TECHNOLOGY = "technology", _("Technology")
    TRAINING = "training", pgettext_lazy("kind of help", "Training")
    EXPERT = "expert", _("An expert")
    FUNDS = "funds", _("Funds")
    EQUIPMENT = "equipment", _("Equipment")
    PARTNER = "partner", _("A partner on the ground")


class Life(models.TextChoices):
    """How far a request has come. That it expired is the item's state of publication."""

    OPEN = "open", pgettext_lazy("state of a request", "Open")
    PROGRESS = "progress", pgettext_lazy("state of a request", "In progress")
    SOLVED = "solved", pgettext_lazy("state of a request", "Solved")
    UNSOLVED = "unsolved", pgettext_lazy("state of a request", "Closed, not solved")


#: Lives in which offers are taken and reminders sent.
ALIVE = (Life.OPEN, Life.PROGRESS)


class Answer(models.TextChoices):
    """What became of an offer or of an interest."""

    WAITING = "waiting", pgettext_lazy("state of an offer", "Waiting for an answer")
    ASKED = "asked", pgettext_lazy("state of an offer", "Asked back")
    ACCEPTED = "accepted", pgettext_lazy("state of an offer", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of an offer", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an offer", "Withdrawn")


#: Answers after which an offer can still be accepted, declined or withdrawn.
UNDECIDED = (Answer.WAITING, Answer.ASKED)


class DeclineReason(models.TextChoices):
    """Why an offer or interest is declined; nobody has to say."""

    OTHER_CHOSEN = "other-chosen", _("Another organization was chosen")
    NOT_FITTING = "not-fitting", _("It does not fit what is needed")
    TOO_DEAR = "too-dear", _("The cost is too high")
    TOO_LATE = "too-late", _("It would come too late")


class Stage(models.TextChoices):
    """How far a proposal has come."""

    LOOKING = "looking", pgettext_lazy("state of a project", "Being prepared")
    RUNNING = "running", pgettext_lazy("state of a project", "Running")
    FINISHED = "finished", pgettext_lazy("state of a project", "Finished")
    STOPPED = "stopped", pgettext_lazy("state of a project", "Stopped")


class Means(models.TextChoices):
    MONEY = "money", _("Money")
    KIND = "kind", _("In kind")
    PEOPLE = "people", _("People")


class Availability(models.TextChoices):
    THERE = "there", pgettext_lazy("resource", "There already")
    MISSING = "missing", pgettext_lazy("resource", "Still missing")


class AmountBand(models.TextChoices):
    """Bands without a currency: the row beside it names one."""

    UNDER_1K = "under-1k", _("under 1,000")
    UNDER_10K = "under-10k", _("1,000 to 10,000")
    UNDER_100K = "under-100k", _("10,000 to 100,000")
    UNDER_1M = "under-1m", _("100,000 to 1 million")
    UNDER_10M = "under-10m", _("1 million to 10 million")
    OVER_10M = "over-10m", _("over 10 million")


class Light(models.TextChoices):
    """How a running project reports. Computed from dates (projects.reporting.light_of), never stored."""

    GREEN = "green", pgettext_lazy("progress light", "Green: reported within a year")
    YELLOW = "yellow", pgettext_lazy("progress light", "Yellow: the yearly report is due")
    RED = "red", pgettext_lazy("progress light", "Red: two years without a report")
    INACTIVE = "inactive", pgettext_lazy("progress light", "Inactive: no report for three years")


#: How far a deliverable is, in a yearly report.
DELIVERED = [
    ("done", pgettext_lazy("deliverable", "Done")),
    ("begun", pgettext_lazy("deliverable", "Begun")),
    ("open", pgettext_lazy("deliverable", "Not begun")),
    ("dropped", pgettext_lazy("deliverable", "Given up")),
]
