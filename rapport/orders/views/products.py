from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.undo import offer, watch
from rapport.core.views import Page
from rapport.orders import actions, queries
from rapport.orders.forms import ProductForm
from rapport.orders.models import Product, Wish
from rapport.orders.views.finding import one_of
from rapport.orders.views.placing import suggestions
from rapport.staff.models import Business


class ProductList(Page):
    permission = "orders.view_product"

    def get(self, request):
        text = request.GET.get("q", "").strip()
        choices = {"active": _("For sale"), "missing": _("Not to be had"), "all": _("All")}
        show = one_of(request.GET.get("show"), choices, "active")
        rows = queries.products(request.user, text=text, show=show)
        context = {
            "page": keyset.page(rows, order=("name",), after=request.GET.get("after")),
            "text": text,
            "show": show,
            "show_choices": choices,
        }
        return render(request, "orders/products.html", context)


class NewProductPage(Page):
    permission = "orders.add_product"

    def get(self, request, form=None, status=200):
        context = {
            "form": form or ProductForm(currency=Business.objects.current().currency),
            "categories": categories(),
            "products": suggestions(timezone.localdate()),
        }
        return render(request, "orders/product.html", context, status=status)

    def post(self, request):
        form = ProductForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        actions.add_product(**form.cleaned_data)
        messages.success(request, _("The product is added."))
        return redirect("orders:products")


class EditProductPage(Page):
    permission = {"get": "orders.view_product", "post": "orders.change_product"}

    def get(self, request, pk, form=None, status=200):
        product = self.product(request, pk)
        context = {
            "product": product,
            "form": form or ProductForm(product=product),
            "categories": categories(),
            "codes": product.codes.all(),
            "products": suggestions(timezone.localdate()),
            "waiting": waiting_count(product, request.user),
        }
        return render(request, "orders/product.html", context, status=status)

    def post(self, request, pk):
        product = self.product(request, pk)
        form = ProductForm(request.POST, product=product)
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        with watch(product) as change:
            actions.edit_product(product, **form.cleaned_data)
        said = _("The product is changed. Orders keep what they were sold as.")
        undo = f"{reverse('orders:product_undo', args=[product.pk])}?step={change.step}" if change.step else ""
        offer(request, said, undo)
        return redirect("orders:products")

    def product(self, request, pk) -> Product:
        return get_object_or_404(Product.objects.visible_to(request.user), pk=pk)


def categories() -> list[str]:
    rows = Product.objects.exclude(category="").order_by("category")
    return list(rows.values_list("category", flat=True).distinct()[:200])


def waiting_count(product: Product, user) -> int:
    """How many customers, of those whom `user` may see, want to hear when it is there again."""
    if not user.has_perm("orders.view_wish"):
        return 0
    return Wish.objects.visible_to(user).waiting().filter(product=product).count()
