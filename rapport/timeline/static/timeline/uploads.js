// Files come while one writes: chosen, dropped or pasted. Each has its own progress, and its own problem said beside it.

export class Uploads {
  constructor(form, saver) {
    Object.assign(this, { form, saver, under: new Set(), row: form.querySelector("[data-upload-row]") });
    this.listen();
    this.stand();
  }

  // As it looks with a module; once more when the page came anew around it.
  stand() {
    this.form.querySelector(".composer-plain").hidden = true;
    this.form.querySelector("[data-attach]").hidden = false;
    for (const row of this.form.querySelectorAll(".composer-file")) this.settle(row);
  }

  list(kind = this.form.dataset.kind) {
    return this.form.querySelector(`.composer-files[data-kind="${kind}"]`);
  }

  listen() {
    const { form } = this;
    const input = form.elements.files;
    form.querySelector("[data-attach]").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.take(input.files);
      input.value = "";
    });
    form.addEventListener("paste", (event) => {
      const { files } = event.clipboardData;
      if (!files.length || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      this.take(files);
    });
    const carries = (event) => event.dataTransfer?.types.includes("Files");
    let depth = 0;
    form.addEventListener("dragenter", (event) => carries(event) && (depth++, form.classList.add("is-target")));
    form.addEventListener("dragleave", (event) => carries(event) && --depth <= 0 && this.rest(() => (depth = 0)));
    form.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
    form.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      this.rest(() => (depth = 0));
      this.take(event.dataTransfer.files);
    });
    form.addEventListener("click", ({ target }) => {
      const button = target.closest?.("[data-remove]");
      if (button) this.remove(button);
    });
  }

  rest(also) {
    also();
    this.form.classList.remove("is-target");
  }

  take(files) {
    for (const file of [...files]) this.send(file);
  }

  send(file) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    this.list().append(row);
    const kind = this.form.dataset.kind;
    const words = (name) => row.dataset[name].replace("{name}", file.name);
    const fail = (problem, again) => {
      row.classList.add("is-refused");
      row.querySelector("[data-problem]").textContent = problem;
      row.querySelector("progress").hidden = true;
      row.querySelector("[data-retry]").hidden = !again;
    };
    let request = null;
    row.querySelector("[data-cancel]").addEventListener("click", () => {
      row.remove();
      request?.abort();
      this.form.elements.body.focus();
    });
    row.querySelector("[data-retry]").addEventListener("click", () => (row.remove(), this.send(file)));
    if (file.size > Number(this.form.dataset.largest)) return fail(words("tooLarge"), false);

    request = new XMLHttpRequest();
    const done = new Promise((end) => request.addEventListener("loadend", end)).then(() => this.under.delete(done));
    this.under.add(done);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      row.querySelector("progress").value = total ? (100 * loaded) / total : 0;
    });
    request.addEventListener("load", () => {
      const told = request.response;
      if (request.status === 201) this.arrived(row, kind, told);
      else fail(told?.problem ?? words("failed"), !told?.problem);
    });
    request.addEventListener("error", () => fail(words("failed"), true));
    request.open("POST", this.form.dataset.files.replace("KIND", kind));
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", this.form.elements.csrfmiddlewaretoken.value);
    const data = new FormData();
    data.set("file", file);
    // The words first: a draft that begins with its file alone would not know of them.
    this.saver.save().then(() => (row.isConnected ? request.send(data) : request.dispatchEvent(new Event("loadend"))));
  }

  arrived(row, kind, told) {
    this.saver.versions[kind] ||= told.version; // a draft may begin with its file
    this.saver.onSaved(kind);
    const holder = document.createElement("ul");
    holder.innerHTML = told.row;
    const arrived = holder.firstElementChild;
    row.replaceWith(arrived);
    this.settle(arrived);
  }

  // With a module one removes; without, one unticks.
  settle(row) {
    const remove = row.querySelector("[data-remove]");
    if (remove) remove.hidden = false;
    row.querySelector("[type=checkbox]")?.setAttribute("hidden", "");
  }

  async remove(button) {
    const row = button.closest(".composer-file");
    row.hidden = true;
    const headers = { Accept: "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(button.dataset.remove, { method: "POST", headers }).catch(() => null);
    if (answer?.ok || answer?.status === 404) row.remove();
    else row.hidden = false;
    this.form.elements.body.focus();
  }

  // A file that did not come along is not left behind unseen: it is sent again, or taken away.
  askAboutMissing() {
    const row = this.list().querySelector(".is-refused");
    (row?.querySelector("[data-retry]:not([hidden])") ?? row?.querySelector("[data-cancel]"))?.focus();
    return row !== null;
  }

  // When every file has arrived or failed.
  async settled() {
    while (this.under.size) await Promise.all(this.under);
  }
}
