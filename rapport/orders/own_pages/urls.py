from django.urls import path

from rapport.orders.own_pages import orders

app_name = "orders_portal"

urlpatterns = [
    path("orders/", orders.OrdersPage.as_view(), name="orders"),
    path("orders/<uuid:pk>/", orders.OrderPage.as_view(), name="order"),
    path("orders/<uuid:pk>/again/", orders.AgainPage.as_view(), name="again"),
    path("orders/<uuid:pk>/files/<uuid:file_id>/", orders.FileView.as_view(), name="file"),
]
