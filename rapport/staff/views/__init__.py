from rapport.staff.views.arriving import JoinPage, LanguagePage, SingleKeysPage, ThemePage
from rapport.staff.views.first_run import BeginningPage, FirstRunPage, QuestionPage
from rapport.staff.views.house import BusinessPage, BusinessUndo, LogoView
from rapport.staff.views.locations import (
    ClosingPage,
    EditLocationPage,
    LocationsPage,
    LocationUndo,
    NewLocationPage,
    OpeningPage,
)
from rapport.staff.views.people import (
    ActivityPage,
    ActivityRestoration,
    EditPersonPage,
    NewInvitationPage,
    PeoplePage,
    PersonPage,
    PersonRestoration,
    ProfilePage,
    WithdrawalPage,
)
from rapport.staff.views.security import (
    LostSecondStepPage,
    OtherSessionsEndPage,
    RequirementPage,
    RequirementRestoration,
    SecurityPage,
    SessionEndPage,
)
from rapport.staff.views.settings import RolesPage, SettingsPage
from rapport.staff.views.teams import EditTeamPage, NewTeamPage, TeamRemovalPage, TeamRestoration, TeamsPage

__all__ = [
    "ActivityPage",
    "ActivityRestoration",
    "BeginningPage",
    "BusinessPage",
    "BusinessUndo",
    "ClosingPage",
    "EditLocationPage",
    "EditPersonPage",
    "EditTeamPage",
    "FirstRunPage",
    "JoinPage",
    "LanguagePage",
    "LocationUndo",
    "LocationsPage",
    "LogoView",
    "LostSecondStepPage",
    "NewInvitationPage",
    "NewLocationPage",
    "NewTeamPage",
    "OpeningPage",
    "OtherSessionsEndPage",
    "PeoplePage",
    "PersonPage",
    "PersonRestoration",
    "ProfilePage",
    "QuestionPage",
    "RequirementPage",
    "RequirementRestoration",
    "RolesPage",
    "SecurityPage",
    "SessionEndPage",
    "SettingsPage",
    "SingleKeysPage",
    "TeamRemovalPage",
    "TeamRestoration",
    "TeamsPage",
    "ThemePage",
    "WithdrawalPage",
]
