"""The demonstration: an invented portal to look around in. Nothing in it is said of a real organization."""

PASSWORD = "csonet-demo"  # noqa: S105  # printed by `make run`; load_demo refuses where DEBUG is off unless asked

#: User name → who that is, as `make run` prints it.
CAST = {
    "branch": "NGO Branch officer: the desk, approvals, moderation",
    "moderator": "member of a UN entity",
    "author": "owner of an approved organization in Special status",
    "colleague": "another member of the author's organization",
    "outsider": "member of another approved organization",
    "newcomer": "signed up, organization still waiting for approval",
}
