from django.utils.translation import gettext_lazy as _

from rapport.core.registry import PaletteWord, palette_words

palette_words.add(
    PaletteWord(
        "complaint_report",
        _("What complaints teach"),
        "chart-bar",
        "care:complaint_report",
        permission="care.view_complaint",
        order=62,
        also=_("report pareto causes statistics regulator"),
        is_page=True,
    )
)
palette_words.add(
    PaletteWord(
        "care_actions",
        _("Actions against causes"),
        "clipboard-list",
        "care:actions",
        permission="care.view_action",
        order=63,
        also=_("corrective preventive capa measures"),
        is_page=True,
    )
)
