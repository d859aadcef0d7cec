"""What officers of the NGO Branch may do on the desk: each app says it of its own models in a migration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import migrations

#: The group whose members are the officers.
GROUP = "NGO Branch"


def officers_may(rights: Mapping[tuple[str, str], tuple[str, ...]]) -> migrations.RunPython:
    """The operation of a migration that gives the group rights: (app label, model) → acts ("view", "change").

    It can be reversed. The migration depends on content.0003_branch_group and on that which makes the models.
    """

    def permissions(apps: Any) -> list[Any]:
        """Made here if they are not there yet: Django makes them after all migrations, and finds these."""
        kinds, rows = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
        found = []
        for (app_label, model), acts in rights.items():
            kind, _made = kinds.objects.get_or_create(app_label=app_label, model=model)
            for act in acts:
                name = {"defaults": {"name": f"Can {act} {model}"}}
                found.append(rows.objects.get_or_create(content_type=kind, codename=f"{act}_{model}", **name)[0])
        return found

    def give(apps: Any, schema_editor: Any) -> None:
        group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
        group.permissions.add(*permissions(apps))

    def take(apps: Any, schema_editor: Any) -> None:
        apps.get_model("auth", "Group").objects.get(name=GROUP).permissions.remove(*permissions(apps))

    return migrations.RunPython(give, take)
