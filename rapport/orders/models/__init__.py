from rapport.orders.models.contract import Contract, ContractEnd, ContractPrice
from rapport.orders.models.file import OrderFile
from rapport.orders.models.imported import OrderImportChange, ProductImportChange
from rapport.orders.models.order import Delay, Order, OrderItem, OrderStep
from rapport.orders.models.product import Alternative, Availability, Product, ProductCode
from rapport.orders.models.step_kind import StepKind
from rapport.orders.models.summary import PurchaseSummary
from rapport.orders.models.trial import Trial, TrialOutcome
from rapport.orders.models.wish import Wish

__all__ = [
    "Alternative",
    "Availability",
    "Contract",
    "ContractEnd",
    "ContractPrice",
    "Delay",
    "Order",
    "OrderFile",
    "OrderImportChange",
    "OrderItem",
    "OrderStep",
    "Product",
    "ProductCode",
    "ProductImportChange",
    "PurchaseSummary",
    "StepKind",
    "Trial",
    "TrialOutcome",
    "Wish",
]
