from django.urls import path

from rapport.orders import views

app_name = "orders"

urlpatterns = [
    path("orders/", views.OrderList.as_view(), name="orders"),
    path("orders/new/", views.ChooseCustomerPage.as_view(), name="choose_customer"),
    path("orders/<uuid:pk>/", views.OrderPage.as_view(), name="order"),
    path("orders/<uuid:pk>/edit/", views.EditOrderPage.as_view(), name="edit"),
    path("orders/<uuid:pk>/steps/new/", views.NewStepPage.as_view(), name="new_step"),
    path("orders/<uuid:pk>/cancellation/", views.CancellationPage.as_view(), name="cancellation"),
    path("orders/<uuid:pk>/return/", views.ReturnPage.as_view(), name="return"),
    path("orders/<uuid:pk>/date/", views.DatePage.as_view(), name="date"),
    path("orders/<uuid:pk>/delay/", views.DelayPage.as_view(), name="delay"),
    path("orders/<uuid:pk>/tracking/", views.TrackingPage.as_view(), name="tracking"),
    path("customers/<uuid:customer_id>/orders/", views.CustomerOrdersPage.as_view(), name="of_customer"),
    path("customers/<uuid:customer_id>/orders/new/", views.NewOrderPage.as_view(), name="new"),
    path("products/", views.ProductList.as_view(), name="products"),
    path("products/new/", views.NewProductPage.as_view(), name="new_product"),
    path("products/<uuid:pk>/", views.EditProductPage.as_view(), name="product"),
    path("contracts/", views.ContractList.as_view(), name="contracts"),
    path("contracts/<uuid:pk>/", views.ContractPage.as_view(), name="contract"),
    path("contracts/<uuid:pk>/edit/", views.ContractEditPage.as_view(), name="contract_edit"),
    path("contracts/<uuid:pk>/renewal/", views.RenewalPage.as_view(), name="renewal"),
    path("contracts/<uuid:pk>/end/", views.ContractEndPage.as_view(), name="contract_end"),
    path("customers/<uuid:customer_id>/contracts/new/", views.NewContractPage.as_view(), name="new_contract"),
    path("trials/", views.TrialList.as_view(), name="trials"),
    path("trials/<uuid:pk>/outcome/", views.OutcomePage.as_view(), name="outcome"),
    path("customers/<uuid:customer_id>/trials/new/", views.NewTrialPage.as_view(), name="new_trial"),
    path("settings/steps/", views.StepsPage.as_view(), name="steps"),
    path("settings/steps/new/", views.NewStepKindPage.as_view(), name="new_step_kind"),
    path("settings/steps/<slug:key>/", views.StepKindPage.as_view(), name="step_kind"),
    path("settings/steps/<slug:key>/place/", views.MovePage.as_view(), name="step_place"),
    path("settings/steps/<slug:key>/retirement/", views.RetirementPage.as_view(), name="step_retirement"),
    path("settings/steps/<slug:key>/return/", views.ReturnToUsePage.as_view(), name="step_return"),
]
