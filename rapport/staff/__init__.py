"""The people who work here: who they are, how they sign in, what their role lets them do; the business and where it is.

Nouns: User, Team, Invitation, Business, Location. Verbs: invite, accept, create_user, change_role, deactivate.
"""
