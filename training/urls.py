"""Addresses of courses, lessons and quizzes."""

from django.urls import path

from csonet.content.urls import content_urls
from training.cohorts import urls as cohorts
from training.forms import CourseForm
from training.media.views import FileView, MediumView
from training.models import Course
from training.offline.urls import urlpatterns as offline
from training.organizations import urls as organizations
from training.packages.urls import urlpatterns as packages
from training.reports import urls as reports
from training.surveys import urls as surveys
from training.views import (
    authoring,
    certificates,
    certificates_desk,
    learning,
    marking,
    previewing,
    quizzes,
    quizzes_desk,
)
from training.views.courses import CourseDetailView
from training.views.working import WorkView

urlpatterns = [
    *organizations.urlpatterns,
    *cohorts.urlpatterns,
    *reports.urlpatterns,
    *surveys.urlpatterns,
    path("marking/", marking.QueueView.as_view(), name="marking"),
    path("marking/works/<int:pk>/", marking.MarkWorkView.as_view(), name="mark_work"),
    path("marking/works/<int:pk>/file/", marking.WorkFileView.as_view(), name="work_file"),
    path("marking/attempts/<int:pk>/", marking.MarkAttemptView.as_view(), name="mark_attempt"),
    *content_urls(Course, CourseForm, detail=CourseDetailView),
    path("<words:slug>/enrol/", learning.EnrolView.as_view(), name="course_enrol"),
    path("<words:slug>/leave/", learning.LeaveView.as_view(), name="course_leave"),
    path("<words:slug>/certificate/", certificates.IssueView.as_view(), name="certificate_issue"),
    path("<words:slug>/certificates/", certificates_desk.CourseCertificatesView.as_view(), name="course_certificates"),
    path("<words:slug>/lessons/<int:number>/", learning.LessonView.as_view(), name="lesson"),
    path("<words:slug>/work/<uuid:key>/", WorkView.as_view(), name="work"),
    path("<words:slug>/files/<int:pk>/", MediumView.as_view(), name="medium"),
    path("<words:slug>/done/", learning.DoneView.as_view(), name="activity_done"),
    path("<words:slug>/quiz/<uuid:key>/", quizzes.QuizView.as_view(), name="quiz"),
    path("<words:slug>/quiz/<uuid:key>/begin/", quizzes.BeginView.as_view(), name="quiz_begin"),
    path("<words:slug>/quiz/<uuid:key>/<int:page>/", quizzes.PageView.as_view(), name="quiz_page"),
    path("<words:slug>/quiz/<uuid:key>/submit/", quizzes.SubmitView.as_view(), name="quiz_submit"),
    path("<words:slug>/quiz/<uuid:key>/attempts/<int:number>/", quizzes.ResultView.as_view(), name="quiz_result"),
    path("<words:slug>/quizzes/", quizzes_desk.QuizzesView.as_view(), name="course_quizzes"),
    path("<words:slug>/quizzes/<uuid:key>/", quizzes_desk.QuizDeskView.as_view(), name="desk_quiz"),
    path(
        "<words:slug>/quizzes/<uuid:key>/regrade/<int:question>/",
        quizzes_desk.RegradeView.as_view(),
        name="desk_regrade",
    ),
    path("<words:slug>/write/", authoring.WriteView.as_view(), name="course_write"),
    path("<words:slug>/write/begin/", authoring.BeginEditionView.as_view(), name="course_begin_edition"),
    *packages,
    *offline,
    path("<words:slug>/write/add/<str:name>/<int:parent>/", authoring.AddView.as_view(), name="course_add"),
    path("<words:slug>/write/preview/<int:number>/", previewing.PreviewLessonView.as_view(), name="preview_lesson"),
    path("<words:slug>/write/preview/quiz/<int:pk>/", previewing.PreviewQuizView.as_view(), name="preview_quiz"),
    path("<words:slug>/write/activity/<int:pk>/files/", FileView.as_view(), name="activity_file"),
    path("<words:slug>/write/quiz/<int:pk>/", authoring.QuizRulesView.as_view(), name="quiz_rules"),
    path("<words:slug>/write/quiz/<int:pk>/question/", authoring.QuestionView.as_view(), name="question_new"),
    path(
        "<words:slug>/write/quiz/<int:pk>/question/<int:question>/", authoring.QuestionView.as_view(), name="question"
    ),
    path("<words:slug>/write/<str:name>/<int:pk>/", authoring.RowView.as_view(), name="course_row"),
    path("<words:slug>/write/<str:name>/<int:pk>/move/", authoring.MoveView.as_view(), name="course_row_move"),
]
