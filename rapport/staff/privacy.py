"""People who work here are no customers: what is kept of them is told on their own pages."""

from rapport.core.personal.kinds import nothing_in

nothing_in(
    "staff.User", "staff.User_groups", "staff.User_user_permissions", "staff.User_teams", "staff.Invitation",
    "staff.Team", "staff.Location", "staff.Business", "staff.Device",
    because="about the business and who works there",
)  # fmt: skip
nothing_in(
    "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator", "usersessions.UserSession",
    "socialaccount.SocialApp", "socialaccount.SocialAccount", "socialaccount.SocialToken",
    because="how colleagues sign in",
)  # fmt: skip
