"""The cast that every other test relies on."""


def test_the_cast_stands_where_its_stories_put_it(cast):
    assert cast.author.standing.owned == {cast.organization.pk}
    assert cast.colleague.standing.editing == {cast.organization.pk}
    assert cast.newcomer.standing.waiting == {cast.waiting_organization.pk}
    assert not cast.newcomer.standing.is_member
    assert cast.branch.is_branch
    assert not cast.moderator.is_branch
