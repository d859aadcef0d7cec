"""The addresses under /projects/."""

from django.urls import path, re_path

from csonet.content.urls import content_urls
from projects.forms.proposals import InterestForm, ProposalForm
from projects.models import Interest, Proposal
from projects.views import partnerships, proposals
from projects.views.approaches import ApproachAnswerView, ApproachCreateView, ApproachDetailView

urlpatterns = [
    path("partnerships/", partnerships.PartnershipListView.as_view(), name="partnership_list"),
    re_path(
        r"^partnerships/export\.(?P<format>csv|json)$",
        partnerships.PartnershipExportView.as_view(),
        name="partnership_export",
    ),
    path("partnerships/<int:pk>/end/", partnerships.PartnershipEndView.as_view(), name="partnership_end"),
    path("wishes/<words:slug>/", partnerships.MatchingView.as_view(), name="matching"),
    path("interests/<int:pk>/", ApproachDetailView.as_view(model=Interest), name="interest_detail"),
    path("interests/<int:pk>/answer/", ApproachAnswerView.as_view(model=Interest), name="interest_answer"),
    path("co-proposals/<int:pk>/", proposals.CoProposalView.as_view(), name="co_proposal"),
    path(
        "<words:slug>/interest/",
        ApproachCreateView.as_view(model=Interest, item_model=Proposal, form_class=InterestForm),
        name="interest_new",
    ),
    path("<words:slug>/co-proposers/", proposals.CoProposerInviteView.as_view(), name="proposal_co_proposers"),
    path("<words:slug>/step/", proposals.ProposalStepView.as_view(), name="proposal_step"),
    path("<words:slug>/report/", proposals.ReportView.as_view(), name="proposal_report"),
    *content_urls(Proposal, ProposalForm, detail=proposals.ProposalDetailView),
]
