// Where there is something to write in, the composer's modules are fetched; other pages don't pay for them.
const wire = async () => {
  if (!document.querySelector("[data-composer], [data-colleagues]")) return;
  await import("./mentions.js");
  if (document.querySelector("[data-composer]")) (await import("./composer.js")).wire();
};

document.addEventListener("htmx:after:swap", wire);
wire();
