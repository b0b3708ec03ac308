from django.urls import path

from rapport.customers.views import settings, topics, visibility

FIELDS, TOPICS = "settings/custom-fields/", "settings/preference-topics/"

urlpatterns = [
    path("settings/visibility/", visibility.VisibilityPage.as_view(), name="visibility"),
    path("settings/visibility/restoration/", visibility.VisibilityRestoration.as_view(), name="visibility-restoration"),
    path(FIELDS, settings.OwnFieldsSettingsPage.as_view(), name="custom-fields"),
    path(f"{FIELDS}restoration/", settings.FieldRestoration.as_view(), name="field-restoration"),
    path(f"{FIELDS}order/restoration/", settings.FieldOrderRestoration.as_view(), name="field-order-restoration"),
    path(f"{FIELDS}choices/restoration/", settings.ChoiceRestoration.as_view(), name="choice-restoration"),
    path(f"{FIELDS}<uuid:pk>/", settings.OwnFieldSettingsPage.as_view(), name="custom-field"),
    path(f"{FIELDS}<uuid:pk>/retirement/", settings.FieldRetirement.as_view(), name="field-retirement"),
    path(f"{FIELDS}<uuid:pk>/reinstatement/", settings.FieldReinstatement.as_view(), name="field-reinstatement"),
    path(f"{FIELDS}<uuid:pk>/place/", settings.FieldPlace.as_view(), name="field-place"),
    path(f"{FIELDS}<uuid:pk>/choice/", settings.ChoicePage.as_view(), name="choice"),
    path(TOPICS, topics.TopicsSettingsPage.as_view(), name="topics"),
    path(f"{TOPICS}restoration/", topics.TopicRestoration.as_view(), name="topic-restoration"),
    path(f"{TOPICS}order/restoration/", topics.TopicOrderRestoration.as_view(), name="topic-order-restoration"),
    path(f"{TOPICS}<uuid:pk>/", topics.TopicSettingsPage.as_view(), name="topic"),
    path(f"{TOPICS}<uuid:pk>/removal/", topics.TopicRemoval.as_view(), name="topic-removal"),
    path(f"{TOPICS}<uuid:pk>/place/", topics.TopicPlace.as_view(), name="topic-place"),
]
