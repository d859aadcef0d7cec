"""Addresses of groups, of what is in them, and of single posts. A topic's address holds its group's."""

from django.urls import path, re_path, register_converter

from csonet.content.urls import content_urls
from discussions.forms import GroupForm
from discussions.models import Group
from discussions.views import consultations, files, groups, joining, moderation, posts, topics


class TopicConverter:
    """A topic's slug: the group's and its own."""

    regex = r"[-\w]+/[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TopicConverter, "topic")

_OF_POSTS = [
    path("posts/<int:pk>/", topics.PostView.as_view(), name="post"),
    path("posts/<int:pk>/edit/", posts.PostEditView.as_view(), name="post_edit"),
    path("posts/<int:pk>/delete/", posts.PostDeleteView.as_view(), name="post_delete"),
    path("posts/<int:pk>/report/", posts.PostReportView.as_view(), name="post_report"),
    path("posts/<int:pk>/decide/", posts.PostDecideView.as_view(), name="post_decide"),
    path("moderation/", moderation.QueueView.as_view(), name="moderation_queue"),
]
_OF_GROUPS = [
    path("<words:slug>/about/", groups.AboutView.as_view(), name="group_about"),
    path("<words:slug>/resources/", groups.ResourcesView.as_view(), name="group_resources"),
    path("<words:slug>/resource/", groups.ResourceChangeView.as_view(), name="group_resource"),
    path("<words:slug>/members/", groups.MembersView.as_view(), name="group_members"),
    path("<words:slug>/members/<int:pk>/", joining.MemberView.as_view(), name="group_member"),
    path("<words:slug>/requests/<int:pk>/", joining.AnswerRequestView.as_view(), name="group_answer"),
    path("<words:slug>/search/", groups.GroupSearchView.as_view(), name="group_search"),
    path("<words:slug>/read-all/", groups.ReadAllView.as_view(), name="group_read_all"),
    path("<words:slug>/join/", joining.JoinView.as_view(), name="group_join"),
    path("<words:slug>/leave/", joining.LeaveView.as_view(), name="group_leave"),
    path("<words:slug>/invite/", joining.InviteView.as_view(), name="group_invite"),
    path("<words:slug>/take-up/", joining.TakeUpView.as_view(), name="group_take_up"),
    path("<words:slug>/queue/", moderation.GroupQueueView.as_view(), name="group_queue"),
    path("<words:slug>/record/", moderation.RecordView.as_view(), name="group_record"),
    path("<words:slug>/new/", topics.TopicNewView.as_view(), name="topic_new"),
    path("<words:slug>/consult/", topics.TopicNewView.as_view(consultation=True), name="consultation_new"),
    path("<words:slug>/feed/", files.GroupFeedView.as_view(), name="group_topics_feed"),
    re_path(r"^(?P<slug>[-\w]+)/export\.csv$", files.GroupExportView.as_view(), name="group_posts_export"),
]
_OF_TOPICS = [
    path("<topic:slug>/", topics.TopicDetailView.as_view(), name="topic_detail"),
    path("<topic:slug>/reply/", topics.ReplyView.as_view(), name="topic_reply"),
    path("<topic:slug>/unread/", topics.FirstUnreadView.as_view(), name="topic_unread"),
    path("<topic:slug>/acts/", moderation.TopicActsView.as_view(), name="topic_acts"),
    path("<topic:slug>/closing/", consultations.ClosingView.as_view(), name="topic_closing"),
    path("<topic:slug>/feed/", files.TopicFeedView.as_view(), name="topic_feed"),
    path("<topic:slug>/print/", files.TopicPrintView.as_view(), name="topic_print"),
    re_path(r"^(?P<slug>[-\w]+/[-\w]+)/export\.csv$", files.TopicExportView.as_view(), name="topic_export"),
]
urlpatterns = [*_OF_POSTS, *content_urls(Group, GroupForm, detail=groups.GroupDetailView), *_OF_GROUPS, *_OF_TOPICS]
