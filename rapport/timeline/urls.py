from django.urls import path

from rapport.timeline import views

app_name = "timeline"
urlpatterns = [
    path("customers/<uuid:customer_id>/entries/", views.EntriesPage.as_view(), name="entries"),
    path("entries/<uuid:pk>/", views.EntryPage.as_view(), name="entry"),
    path("entries/<uuid:pk>/pin/", views.PinPage.as_view(), name="pin"),
    path("entries/<uuid:pk>/correction/", views.CorrectionPage.as_view(), name="correction"),
    path("entries/colleagues/", views.colleagues, name="colleagues"),
    path("entries/<uuid:pk>/withdrawal/", views.WithdrawalPage.as_view(), name="withdrawal"),
    path("drafts/", views.DraftsPage.as_view(), name="drafts"),
    path("customers/<uuid:customer_id>/drafts/<str:kind>/", views.DraftPage.as_view(), name="draft"),
    path("customers/<uuid:customer_id>/drafts/<str:kind>/files/", views.DraftFilesPage.as_view(), name="draft_files"),
    path("drafts/<uuid:pk>/discarding/", views.DraftDiscarding.as_view(), name="draft_discarding"),
    path("drafts/<uuid:pk>/restoration/", views.DraftRestoration.as_view(), name="draft_restoration"),
    path("drafts/files/<uuid:pk>/", views.DraftFileView.as_view(), name="draft_file"),
    path("drafts/files/<uuid:pk>/removal/", views.DraftFileRemoval.as_view(), name="draft_file_removal"),
    path("attachments/<uuid:pk>/", views.AttachmentView.as_view(), name="attachment"),
    path("mentions/<uuid:pk>/seen/", views.SeenPage.as_view(), name="seen"),
    path("settings/reactions/", views.ReactionsPage.as_view(), name="reactions"),
    path("settings/reactions/runs/", views.ReactionRunsPage.as_view(), name="reaction_runs"),
    path("settings/reactions/<uuid:pk>/run/", views.ReactionRunPage.as_view(), name="reaction_run"),
]
