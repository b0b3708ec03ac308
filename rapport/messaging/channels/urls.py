from django.urls import path

from rapport.messaging.channels.hooks import HookPage
from rapport.messaging.channels.views import approved, calls, invitations, posts

urlpatterns = [
    path("hooks/<uuid:channel_id>/", HookPage.as_view(), name="hook"),
    path("inbox/<uuid:pk>/approved-words/", approved.ApprovedWords.as_view(), name="approved_words"),
    path("inbox/posts/", posts.PostsPage.as_view(), name="posts"),
    path("inbox/posts/new/", posts.NewPostPage.as_view(), name="new_post"),
    path("inbox/posts/<uuid:pk>/", posts.PostPage.as_view(), name="post"),
    path("inbox/posts/<uuid:pk>/taking-back/", posts.TakingBackPost.as_view(), name="post_taking_back"),
    path("inbox/posts/copies/<uuid:pk>/again/", posts.PublishingAgain.as_view(), name="publishing_again"),
    path("settings/calls/", calls.CallsPage.as_view(), name="calls"),
    path("settings/calls/<uuid:pk>/again/", calls.WorkingAgain.as_view(), name="working_again"),
    path("customers/<uuid:customer_id>/invitations/new/", invitations.InvitingPage.as_view(), name="inviting"),
    path("customers/identities/<uuid:pk>/confirmation/", invitations.ConfirmingPage.as_view(), name="confirming"),
    path("customers/identities/<uuid:pk>/parting/", invitations.PartingPage.as_view(), name="parting"),
]
