from django.urls import path

from rapport.demo import views

app_name = "demo"
urlpatterns = [
    path("settings/demo/", views.DemoPage.as_view(), name="demo"),
    path("settings/demo/moving-in/", views.MovingInPage.as_view(), name="moving_in"),
    path("settings/demo/removal/", views.RemovalPage.as_view(), name="removal"),
]
