from django.urls import path

from rapport.orders.own_pages import products

app_name = "products_portal"

urlpatterns = [
    path("products/", products.ProductsPage.as_view(), name="products"),
    path("products/<uuid:pk>/", products.ProductPage.as_view(), name="product"),
    path("products/<uuid:pk>/wish/", products.WishPage.as_view(), name="wish"),
]
