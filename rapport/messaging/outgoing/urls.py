from django.urls import path

from rapport.messaging.outgoing.views import addresses, budgets, contact, held, unsubscribing

ONE = "customers/<uuid:customer_id>/reaching"
MESSAGE = "inbox/messages/<uuid:pk>"
BUDGET = "settings/budgets"
urlpatterns = [
    path("inbox/held-back/", held.HeldBackPage.as_view(), name="held_back"),
    path(f"{MESSAGE}/again/", held.SendingAgain.as_view(), name="sending_again"),
    path(f"{MESSAGE}/confirmation/", held.Confirmation.as_view(), name="confirmation"),
    path(f"{MESSAGE}/overriding/", held.Overriding.as_view(), name="overriding"),
    path(f"{ONE}/", contact.Reaching.as_view(), name="reaching"),
    path(f"{ONE}/addresses/", addresses.AddressesPage.as_view(), name="addresses"),
    path(f"{ONE}/consents/new/", contact.NewConsent.as_view(), name="consent_new"),
    path(f"{ONE}/consents/<uuid:pk>/", contact.ConsentPage.as_view(), name="consent"),
    path(f"{ONE}/withdrawals/<slug:purpose>/", contact.Withdrawal.as_view(), name="withdrawal"),
    path(f"{ONE}/holds/new/", contact.NewHold.as_view(), name="hold_new"),
    path(f"{ONE}/holds/<uuid:pk>/freeing/", contact.Freeing.as_view(), name="freeing"),
    path("u/<slug:token>/", unsubscribing.UnsubscribingPage.as_view(), name="unsubscribing"),
]
urlpatterns += [
    path(f"{BUDGET}/", budgets.PAGES["budgets"].as_view(), name="budgets"),
    path(f"{BUDGET}/new/", budgets.PAGES["budgets_new"].as_view(), name="budgets_new"),
    path(f"{BUDGET}/<uuid:pk>/", budgets.PAGES["budgets_one"].as_view(), name="budgets_one"),
    path(f"{BUDGET}/<uuid:pk>/removal/", budgets.PAGES["budgets_removal"].as_view(), name="budgets_removal"),
    path(f"{BUDGET}/<uuid:pk>/return/", budgets.PAGES["budgets_return"].as_view(), name="budgets_return"),
]
