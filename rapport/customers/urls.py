from django.urls import path

from rapport.customers import rights_urls, settings_urls
from rapport.customers.views import (
    affiliations,
    changes,
    customer,
    editing,
    facts,
    form_of_address,
    lists,
    rows,
    small,
)

app_name = "customers"

urlpatterns = [
    path("customers/", lists.ListPage.as_view(), name="list"),
    path("customers/new/", lists.NewPage.as_view(), name="new"),
    path("customers/<uuid:pk>/", customer.ShowPage.as_view(), name="customer"),
    path("customers/<uuid:pk>/edit/", editing.DetailsPage.as_view(), name="edit"),
    path("customers/<uuid:pk>/contact/", editing.ContactPage.as_view(), name="contact"),
    path("customers/<uuid:pk>/dates/", editing.DatesPage.as_view(), name="dates"),
    path("customers/<uuid:pk>/personal/", editing.PersonalPage.as_view(), name="personal"),
    path("customers/<uuid:pk>/preferences/", editing.PreferencesPage.as_view(), name="preferences"),
    path("customers/<uuid:pk>/codes/", editing.CodesPage.as_view(), name="codes"),
    path("customers/<uuid:pk>/more/", editing.OwnFieldsPage.as_view(), name="custom"),
    path("customers/<uuid:pk>/address-form/", form_of_address.FormOfAddressPage.as_view(), name="address-form"),
    path("customers/<uuid:pk>/tags/", small.TagsPage.as_view(), name="tags"),
    path("customers/<uuid:pk>/affiliations/", affiliations.AffiliationsPage.as_view(), name="affiliations"),
    path("customers/<uuid:pk>/affiliations/new/", affiliations.NewAffiliationPage.as_view(), name="affiliation-new"),
    path("customers/<uuid:pk>/affiliations/<uuid:id>/", affiliations.AffiliationPage.as_view(), name="affiliation"),
    path("customers/<uuid:pk>/photo/", small.PhotoView.as_view(), name="photo"),
    path("customers/<uuid:pk>/photo/edit/", small.PhotoEditPage.as_view(), name="photo-edit"),
    path("customers/<uuid:pk>/facts/<str:name>/", facts.FactPage.as_view(), name="fact"),
    path("customers/<uuid:pk>/rows/<slug:section>/new/", rows.RowPage.as_view(), name="row-new"),
    path("customers/<uuid:pk>/rows/<slug:section>/order/", rows.OrderPage.as_view(), name="order"),
    path("customers/<uuid:pk>/rows/<slug:section>/<uuid:key>/", rows.RowPage.as_view(), name="row"),
    path("customers/<uuid:pk>/changes/<str:reference>/", changes.ChangePage.as_view(), name="change"),
    path("customers/<uuid:pk>/history/", customer.HistoryPage.as_view(), name="history"),
    path("customers/<uuid:pk>/following/", customer.FollowingPage.as_view(), name="following"),
    path("customers/<uuid:pk>/archiving/", small.ArchivingPage.as_view(), name="archiving"),
    path("customers/<uuid:pk>/restoration/", small.RestorationPage.as_view(), name="restoration"),
    path("customers/<uuid:pk>/panels/<slug:name>/", customer.PanelView.as_view(), name="panel"),
    *rights_urls.urlpatterns,
    *settings_urls.urlpatterns,
]
