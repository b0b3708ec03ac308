from django.urls import path

from rapport.customers.views import retention, rights

DATA, RETENTION = "customers/<uuid:pk>/data/", "settings/retention/"

urlpatterns = [
    path(DATA, rights.DataPage.as_view(), name="data"),
    path(f"{DATA}exports/", rights.NewExportPage.as_view(), name="data-export-new"),
    path(f"{DATA}exports/<uuid:key>/", rights.ExportFile.as_view(), name="data-export"),
    path(f"{DATA}exports/<uuid:key>/release/", rights.ExportRelease.as_view(), name="data-export-release"),
    path(f"{DATA}wish/", rights.WishPage.as_view(), name="data-wish"),
    path(f"{DATA}hold/", rights.HoldPage.as_view(), name="hold"),
    path(f"{DATA}hold/<uuid:key>/lifting/", rights.HoldLiftingPage.as_view(), name="hold-lifting"),
    path(f"{DATA}restriction/", rights.RestrictionPage.as_view(), name="restriction"),
    path(f"{DATA}erasure/", rights.ErasurePage.as_view(), name="erasure"),
    path(f"{DATA}certificate/", rights.CertificatePage.as_view(), name="certificate"),
    path(RETENTION, retention.RetentionPage.as_view(), name="retention"),
    path(f"{RETENTION}restoration/", retention.RuleRestoration.as_view(), name="retention-restoration"),
    path(f"{RETENTION}held/", retention.RecordsOfProcessing.as_view(), name="processing"),
    path(f"{RETENTION}kinds/<str:name>/", retention.RulePage.as_view(), name="retention-rule"),
]
