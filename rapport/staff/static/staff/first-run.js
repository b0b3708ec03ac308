// The first run: tells by which clock this browser goes, and shows what is usual in another country at once.
for (const field of document.querySelectorAll("[data-clock]"))
  field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

document.addEventListener("change", async ({ target }) => {
  const form = target.closest("form.first-run");
  if (target.name !== "country" || !form) return;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form.first-run");
  if (!page || answer.redirected) return;
  const filled = [];
  for (const field of form.elements) {
    const usual = field.name && page.elements[field.name];
    if (usual && !["csrfmiddlewaretoken", "country"].includes(field.name)) field.value = usual.value;
    if (usual && field.name !== "country" && field.labels?.[0] && field.selectedOptions?.[0])
      filled.push(`${field.labels[0].textContent.trim()}: ${field.selectedOptions[0].textContent.trim()}`);
  }
  form.querySelector("[role=status]").textContent = filled.join(". ");
  form.querySelector(".first-run-follows")?.replaceWith(page.querySelector(".first-run-follows") ?? "");
});
