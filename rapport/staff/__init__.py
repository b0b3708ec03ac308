"""The people who work here: who they are, how they sign in, what their role lets them do; the business and its locations.

Nouns: User, Team, Invitation, Business, Location. Verbs: invite, accept, create_user, change_role, deactivate.
"""
