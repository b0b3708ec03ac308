from rapport.orders.views.contracts import (
    ContractEditPage,
    ContractEndPage,
    ContractList,
    ContractPage,
    NewContractPage,
    RenewalPage,
)
from rapport.orders.views.lists import CustomerOrdersPage, OrderList
from rapport.orders.views.orders import OrderPage
from rapport.orders.views.placing import ChooseCustomerPage, EditOrderPage, NewOrderPage
from rapport.orders.views.products import EditProductPage, NewProductPage, ProductList
from rapport.orders.views.stepping import (
    CancellationPage,
    DatePage,
    DelayPage,
    NewStepPage,
    ReturnPage,
    TrackingPage,
)
from rapport.orders.views.steps import (
    MovePage,
    NewStepKindPage,
    RetirementPage,
    ReturnToUsePage,
    StepKindPage,
    StepOrderRestoration,
    StepRestoration,
    StepsPage,
)
from rapport.orders.views.trials import NewTrialPage, OutcomePage, TrialList
from rapport.orders.views.turning_back import (
    OnTimePage,
    ProductUndoPage,
    ReinstatementPage,
    RenewalUndoPage,
    ResumptionPage,
    StepBackPage,
    TrackingUndoPage,
    TrialReopeningPage,
)

__all__ = [
    "CancellationPage",
    "ChooseCustomerPage",
    "ContractEditPage",
    "ContractEndPage",
    "ContractList",
    "ContractPage",
    "CustomerOrdersPage",
    "DatePage",
    "DelayPage",
    "EditOrderPage",
    "EditProductPage",
    "MovePage",
    "NewContractPage",
    "NewOrderPage",
    "NewProductPage",
    "NewStepKindPage",
    "NewStepPage",
    "NewTrialPage",
    "OnTimePage",
    "OrderList",
    "OrderPage",
    "OutcomePage",
    "ProductList",
    "ProductUndoPage",
    "ReinstatementPage",
    "RenewalPage",
    "RenewalUndoPage",
    "ResumptionPage",
    "RetirementPage",
    "ReturnPage",
    "ReturnToUsePage",
    "StepBackPage",
    "StepKindPage",
    "StepOrderRestoration",
    "StepRestoration",
    "StepsPage",
    "TrackingPage",
    "TrackingUndoPage",
    "TrialList",
    "TrialReopeningPage",
]
