from django.urls import path

from rapport.staff import views

app_name = "staff"
urlpatterns = [
    path("first-run/", views.FirstRunPage.as_view(), name="first_run"),
    path("first-run/next/", views.BeginningPage.as_view(), name="beginning"),
    path("first-run/<slug:name>/", views.QuestionPage.as_view(), name="question"),
    path("join/<str:token>/", views.JoinPage.as_view(), name="join"),
    path("people/", views.PeoplePage.as_view(), name="people"),
    path("people/invitations/new/", views.NewInvitationPage.as_view(), name="invitation_new"),
    path("people/invitations/<uuid:pk>/withdrawal/", views.WithdrawalPage.as_view(), name="invitation_withdrawal"),
    path("people/restoration/", views.PersonRestoration.as_view(), name="person_restoration"),
    path("people/return/", views.ActivityRestoration.as_view(), name="activity_restoration"),
    path("people/<uuid:pk>/", views.PersonPage.as_view(), name="person"),
    path("people/<uuid:pk>/edit/", views.EditPersonPage.as_view(), name="person_edit"),
    path("people/<uuid:pk>/activity/", views.ActivityPage.as_view(), name="activity"),
    path("profile/", views.ProfilePage.as_view(), name="profile"),
    path("settings/", views.SettingsPage.as_view(), name="settings"),
    path("settings/business/", views.BusinessPage.as_view(), name="business"),
    path("settings/business/undo/", views.BusinessUndo.as_view(), name="business_undo"),
    path("settings/roles/", views.RolesPage.as_view(), name="roles"),
    path("settings/locations/", views.LocationsPage.as_view(), name="locations"),
    path("settings/locations/new/", views.NewLocationPage.as_view(), name="location_new"),
    path("settings/locations/<uuid:pk>/edit/", views.EditLocationPage.as_view(), name="location_edit"),
    path("settings/locations/<uuid:pk>/closing/", views.ClosingPage.as_view(), name="location_closing"),
    path("settings/locations/<uuid:pk>/undo/", views.LocationUndo.as_view(), name="location_undo"),
    path("settings/locations/<uuid:pk>/opening/", views.OpeningPage.as_view(), name="location_opening"),
    path("settings/teams/", views.TeamsPage.as_view(), name="teams"),
    path("settings/teams/new/", views.NewTeamPage.as_view(), name="team_new"),
    path("settings/teams/restoration/", views.TeamRestoration.as_view(), name="team_restoration"),
    path("settings/teams/<uuid:pk>/edit/", views.EditTeamPage.as_view(), name="team_edit"),
    path("settings/teams/<uuid:pk>/removal/", views.TeamRemovalPage.as_view(), name="team_removal"),
    path("business/logo/", views.LogoView.as_view(), name="logo"),
]
