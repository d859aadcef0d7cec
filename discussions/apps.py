from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = _("Discussion groups")

    def ready(self) -> None:
        """Kinds of notices; groups get their people when they are approved; posts can be found; words are watched."""
        from csonet.content.search import indexing
        from csonet.content.signals import moved
        from csonet.engagement import doors
        from csonet.engagement.comments import deciding
        from csonet.engagement.comments import indexing as posts
        from csonet.notifications import jobs
        from discussions import door, holding, posting, standing, telling
        from discussions.mail import polling

        telling.add_kinds()
        deciding.LISTENERS.append(posting.decided)
        moved.connect(standing.moved, dispatch_uid="groups-moved")
        indexing.PART_KINDS[posts.KIND] = _("Posts in discussions")
        indexing.PARTS.append(posts.rebuild)
        holding.listen()
        doors.register("group", door.DOOR)
        jobs.register("replies-by-mail", polling.poll_due, timedelta(minutes=1))
