// The composer stays as somebody left it: through an answer that is morphed into its page, and through a reload.

let aside = null; // what was taken off the page, and what in it had the focus

// Before a morph: out of its reach, which would make plain fields of the tabs again.
export function setAside({ form, saver }, { swap, target }) {
  if (!/morph/i.test(swap) || !form.isConnected || !target?.contains(form)) return;
  saver.save();
  const place = document.createElement("composer-place");
  Object.assign(place.style, { display: "block", blockSize: `${form.offsetHeight}px` });
  aside = { form, focused: form.contains(document.activeElement) ? document.activeElement : null };
  form.replaceWith(place);
}

// Afterwards: in its place again, unless the answer knows of other drafts than it. Answers what should have the focus.
export function putBack({ form, saver }) {
  const fresh = document.querySelector("form[data-composer]");
  if (aside?.form !== form || !fresh) return null;
  const { focused } = aside;
  aside = null;
  const tabs = [...fresh.querySelectorAll("[role=tab]")];
  const isSame = tabs.every((tab) => Number(tab.dataset.version) === saver.versions[tab.value]);
  if (isSame && fresh.dataset.store === form.dataset.store) fresh.replaceWith(form);
  if (form.isConnected) focused?.focus({ preventScroll: true });
  return focused;
}

// The address asked for a tab once. A reload opens the one that has a draft.
export function forgetTab() {
  const address = new URL(location.href);
  if (!address.searchParams.has("compose")) return;
  address.searchParams.delete("compose");
  history.replaceState(history.state, "", address);
}
