// What can be seen only in the page itself. Each function answers a list of complaints.
globalThis.looking = (() => {
  const FINGER = 44; // px, WCAG 2.5.5
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab], [role=option]";
  const shown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });
  const tag = (el) => el.outerHTML.replace(/\s+/g, " ").slice(0, 120);

  function frame() {
    const wrong = [];
    const heads = [...document.querySelectorAll("h1")].filter(shown);
    if (heads.length !== 1) wrong.push(`${heads.length} h1`);
    if (!/\S \S* ?·|\S+ · /.test(document.title)) wrong.push(`title: "${document.title}"`);
    if (!document.documentElement.lang) wrong.push("no lang");
    const ids = [...document.querySelectorAll("[id]")].map((el) => el.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length) wrong.push(`ids used twice: ${[...new Set(twice)]}`);
    return wrong;
  }

  const scrollsItself = (el) => {
    for (let box = el; box && box !== document.body; box = box.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX) && box !== el) return true;
    return false;
  };

  function overflow() {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (el) => el.getBoundingClientRect().right > room + 1 && shown(el) && !scrollsItself(el) && !el.closest("svg"));
    return out
      .filter((el) => !out.some((other) => other !== el && el.contains(other)))
      .slice(0, 4).map((el) => `sticks out at ${room} px: ${tag(el)}`);
  }

  // A link inside a sentence is as high as its line (WCAG exempts it); everything that stands alone is for a finger.
  const inSentence = (el) => {
    if (el.localName !== "a" || !getComputedStyle(el).display.startsWith("inline")) return false;
    if (getComputedStyle(el).display !== "inline") return false;
    const words = el.parentElement.textContent.replace(/\s+/g, " ").trim();
    return words.length > el.textContent.trim().length + 1;
  };
  const boxOf = (el) => (["checkbox", "radio", "file"].includes(el.type) && el.labels?.[0]) || el;
  const big = ({ width, height }) => width >= FINGER - 0.5 && height >= FINGER - 0.5;
  const answers = (el, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (hit === el || el.contains(hit) || hit.closest("label")?.control === el || boxOf(el).contains(hit));
  };
  const repeated = ".dayline-at"; // what the list below has as well (WCAG: equivalent), and stands where its time is
  // The box may be smaller than what answers the finger around it.
  const reaches = (el) => {
    el.scrollIntoView({ block: "center", inline: "center" });
    const box = el.getBoundingClientRect();
    const [x, y, reach] = [box.x + box.width / 2, box.y + box.height / 2, FINGER / 2 - 1];
    return [[0, -reach], [0, reach], [-reach, 0], [reach, 0]].every(([dx, dy]) => answers(el, x + dx, y + dy));
  };

  function targets() {
    const small = [...document.querySelectorAll(CONTROLS)].filter((el) => {
      if (!shown(el) || el.closest(".visually-hidden, .skip, [inert]") || el.matches(`.visually-hidden, .skip, ${repeated}`)) return false;
      const box = boxOf(el).getBoundingClientRect();
      return box.width > 1 && !big(box) && !inSentence(el) && !reaches(el);
    });
    window.scrollTo(0, 0);
    return small.slice(0, 8).map((el) => {
      const { width, height } = boxOf(el).getBoundingClientRect();
      return `small for a finger, ${Math.round(width)} × ${Math.round(height)}: ${tag(el)}`;
    });
  }

  async function axe(runOnly) {
    const { violations } = await globalThis.axe.run(document, { runOnly, resultTypes: ["violations"], preload: false });
    return violations.map(({ id, help, nodes }) =>
      `axe ${id}: ${help}\n      ${nodes.slice(0, 4).map((node) => node.html.slice(0, 120)).join("\n      ")}`);
  }

  return { frame, overflow, targets, axe };
})();
