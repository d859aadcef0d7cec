"""The Branch's desk for people, organizations and the register."""

from accounts.organizations import admin as organizations_admin
from accounts.people import admin as people_admin
from accounts.register import admin as register_admin

__all__ = ["organizations_admin", "people_admin", "register_admin"]
