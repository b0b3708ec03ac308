// What stands in the composer's fields, by their names.

const SHARED = ["body", "at", "follow_up_on", "pinned", "private"];

export function fieldsOf(form, kind) {
  const own = form.querySelectorAll(`.composer-own[data-kind="${kind}"] :is(input:not([type=hidden]), select)`);
  return [...own, ...SHARED.map((name) => form.elements[name])].filter(Boolean);
}

// Without what a new form says, too.
export function saidIn(fields) {
  const found = {};
  for (const field of fields) {
    if (field.type === "checkbox") field.checked && (found[field.name] = "on");
    else if (field.matches("select") ? field.selectedIndex > 0 : field.value.trim()) found[field.name] = field.value;
  }
  return found;
}

export function fill(fields, said) {
  for (const field of fields) {
    const value = said[field.name] ?? "";
    if (field.type === "checkbox") field.checked = Boolean(value);
    else if (field.matches("select")) value ? (field.value = value) : (field.selectedIndex = 0);
    else field.value = value;
  }
}

export const isTyped = (field) => field.matches("textarea, input:not([type=checkbox])") && field.value !== field.defaultValue;
