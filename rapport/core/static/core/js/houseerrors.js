// An empty or wrong field is told in the words of the house, in its language, with the summary above the form: so the
// browser's own bubbles stay away. Only what the browser could not read at all (half a date) it has to say itself,
// for nothing of it would be sent; and a form that keeps its answer for itself goes on as it is.
for (const kind of ["click", "keydown"]) {
  document.addEventListener(
    kind,
    ({ target }) => {
      const form = target.form ?? target.closest?.("form");
      if (form?.getAttribute("method")?.toLowerCase() !== "post" || form.matches("[hx-post], [data-composer]")) return;
      form.noValidate = ![...form.elements].some((el) => el.validity?.badInput);
    },
    { capture: true },
  );
}
