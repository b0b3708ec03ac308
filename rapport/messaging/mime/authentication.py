"""What our own mail server found out about a sender (RFC 8601). What anybody else wrote there is no evidence."""

import re

from .headers import Headers

METHODS = ("spf", "dkim", "dmarc", "arc")
RESULT = re.compile(r"\s*(spf|dkim|dmarc|arc)\s*=\s*([a-z]{1,20})\b(.*)", re.IGNORECASE | re.DOTALL)
DOMAINS = {
    "spf": re.compile(r"smtp\.(?:mailfrom|helo)\s*=\s*\"?(?:[^\s;@\"]*@)?([^\s;\"]{1,253})", re.IGNORECASE),
    "dkim": re.compile(r"header\.[di]\s*=\s*\"?(?:[^\s;@\"]*@)?([^\s;\"]{1,253})", re.IGNORECASE),
    "dmarc": re.compile(r"header\.from\s*=\s*\"?(?:[^\s;@\"]*@)?([^\s;\"]{1,253})", re.IGNORECASE),
}
COMMENT = re.compile(r"\([^()]*\)")


def results(headers: Headers, trusted_host: str) -> dict[str, str]:
    """{"spf": "pass", "spf_domain": …, "dkim": …, "dmarc": …} as `trusted_host` says; empty when it says nothing.

    Of several results for one method the topmost counts, for ours is written last; but one good signature is enough.
    """
    found: dict[str, str] = {}
    for value in headers.all("authentication-results")[:20]:
        host, _, rest = COMMENT.sub(" ", value[:8000]).partition(";")
        if not trusted_host or host.split()[:1] != [trusted_host.lower()] and host.split()[:1] != [trusted_host]:
            continue
        here: dict[str, str] = {}
        for part in rest.split(";")[:30]:
            if not (match := RESULT.match(part)):
                continue
            method, result = match[1].lower(), match[2].lower()
            if method in here and result != "pass":
                continue
            here[method] = result
            here.pop(f"{method}_domain", None)
            if method in DOMAINS and (domain := DOMAINS[method].search(match[3])):
                here[f"{method}_domain"] = domain[1].lower()
        for name, said in here.items():
            if name.partition("_")[0] not in found or "_" in name:
                found.setdefault(name, said)
    return found
