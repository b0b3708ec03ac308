// Two devices wrote the same draft: both texts are shown, and whoever saves later chooses.
import htmx from "../vendor/htmx.esm.min.js";

export function notice(form, html) {
  const place = form.querySelector(".composer-notices");
  place.innerHTML = html;
  htmx.process(place);
  return place;
}

export function showConflict(composer, told) {
  const { form, saver, body } = composer;
  saver.say("");
  const place = notice(form, told.conflict);
  place.querySelector("[tabindex]").focus();
  place.addEventListener("click", ({ target }) => {
    const choice = target.closest("button")?.value;
    if (!choice) return;
    const mine = body.value.trimEnd();
    if (choice !== "mine") composer.fill(told.said);
    const theirs = told.said.body ?? "";
    if (choice === "both") body.value = [theirs, mine].filter(Boolean).join("\n\n");
    saver.versions[composer.kind] = told.version;
    saver.held = false;
    saver.touch();
    composer.showSaved(composer.kind);
    place.replaceChildren();
    body.focus();
  });
}
