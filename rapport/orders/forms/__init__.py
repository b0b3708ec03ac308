from rapport.orders.forms.agreements import (
    ContractEndForm,
    ContractForm,
    OutcomeForm,
    PriceForm,
    PriceFormSet,
    TrialForm,
)
from rapport.orders.forms.orders import (
    CancellationForm,
    DateForm,
    DelayForm,
    LineFormSet,
    OrderForm,
    ReturnForm,
    StepForm,
    TrackingForm,
)
from rapport.orders.forms.products import ProductForm, StepKindForm, StepNameForm, WishForm

__all__ = [
    "CancellationForm",
    "ContractEndForm",
    "ContractForm",
    "DateForm",
    "DelayForm",
    "LineFormSet",
    "OrderForm",
    "OutcomeForm",
    "PriceForm",
    "PriceFormSet",
    "ProductForm",
    "ReturnForm",
    "StepForm",
    "StepKindForm",
    "StepNameForm",
    "TrackingForm",
    "TrialForm",
    "WishForm",
]
