"""What the pages of a course ask of a learner's progress."""

from __future__ import annotations

from django import template

from training.outline import LessonInside, ModuleInside
from training.progress import Progress

register = template.Library()


@register.simple_tag
def lock_of(progress: Progress, module: ModuleInside) -> str:
    """What unlocks a module, in words; "" if it is open."""
    return progress.lock_of(module)


@register.simple_tag
def is_done(progress: Progress, inside: LessonInside) -> bool:
    """Is everything done that counts in a lesson? Where nothing counts, all there is to do."""
    parts = inside.counting or inside.activities
    return bool(parts) and all(activity.key in progress.done for activity in parts)
