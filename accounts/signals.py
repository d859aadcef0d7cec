"""The call upwards about organizations: what stands above the accounts and depends on a profile listens here."""

from django.dispatch import Signal

#: Sent inside the transaction that changed an organization's state or public profile.
#: Argument: organization (accounts.Organization). A merger sends it for both records, for the
#: survivor with items_moved=True.
organization_changed = Signal()

#: Sent once inside the transaction of an import that made or changed many organizations at a time; organization_changed
#: is not sent for them. Argument: organizations (list of primary keys).
organizations_imported = Signal()

#: Sent inside the transaction of a merger before anything moves: who stands above settles what both records have of a
#: kind of which one organization has but one. Arguments: organization (the record that goes), survivor. A receiver may
#: raise WorkflowError, in words for the officer; then nothing is merged.
merging = Signal()
