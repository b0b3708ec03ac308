"""Systems whose exports of customers are known, by headings that only theirs have together."""

from rapport.core.tabular.presets import Preset

PRESETS = (
    Preset(
        "Google Contacts",
        (
            ("E-mail 1 - Label", "Phonetic First Name", "File As"),
            ("E-mail 1 - Value", "First Name", "Labels"),
            ("Yomi Name", "Group Membership", "Given Name Yomi"),
            ("E-mail 1 - Type", "E-mail 1 - Value"),
        ),
    ),
    Preset("Outlook", (("E-mail Address", "Business Phone", "Home Street"), ("E-mail Address", "Given Yomi"))),
    Preset(
        "HubSpot",
        (
            ("Record ID", "Contact owner", "Lifecycle Stage"),
            ("Record ID", "Company owner", "Company name"),
            ("Record ID", "Marketing contact status"),
            ("Record ID", "Contact owner", "Lead Status"),
            ("Record ID - Contact",),
            ("Record ID - Company",),
        ),
    ),
    Preset(
        "Salesforce",
        (
            ("AccountId", "LastName", "MailingStreet"),
            ("Id", "IsDeleted", "OwnerId"),
            ("Account Name", "Account Owner", "Mailing Zip/Postal Code"),
            ("Account Name", "Mailing State/Province", "Mailing Street"),
        ),
    ),
    Preset(
        "Odoo",
        (
            ("display_name", "is_company", "parent_id"),
            ("Company Type", "Related Company"),
            ("Street2", "Salesperson", "Tags"),
            ("category_id", "state_id", "country_id"),
        ),
    ),
    Preset("Mailchimp", (("Email Address", "MEMBER_RATING", "OPTIN_TIME"), ("LEID", "EUID"))),
    Preset(
        "Shopify",
        (
            ("Accepts Email Marketing", "Default Address Address1"),
            ("Accepts Marketing", "Total Spent", "Tax Exempt"),
            ("Accepts Email Marketing", "Total Spent", "Total Orders"),
        ),
    ),
    Preset(
        "WooCommerce",
        (("Username", "Last Active", "AOV"), ("user_login", "billing_first_name"), ("user_email", "billing_email")),
    ),
    Preset("Pipedrive", (("Person - Name", "Person - Owner"), ("Person - Name", "Person - Organization"))),
)
