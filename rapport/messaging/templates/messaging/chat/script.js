{% load i18n %}{% translate "Chat" as title %}// The chat: opens a frame, and does nothing else on this page. window.rapportChat.open() opens it from a link of yours.
(() => {
  const script = document.currentScript;
  if (!script || window.rapportChat) return;
  const home = new URL(script.src);
  const where = new URL(home.pathname.replace(/\.js$/, "/frame/"), home);
  const language = script.dataset.lang || document.documentElement.lang;
  if (language) where.searchParams.set("lang", language);
  const frame = document.createElement("iframe");
  const phone = matchMedia("(max-width: 30rem), (max-height: 26rem)");
  let isOpen = false;

  const style = (values) => Object.assign(frame.style, values);
  function lay() {
    style({ position: "fixed", border: "0", zIndex: "2147483000", background: "transparent", colorScheme: "normal", display: "block", maxWidth: "none", maxHeight: "none", margin: "0", padding: "0", inset: "auto" });
    if (isOpen && phone.matches) return style({ inset: "0", width: "100%", height: "100%", borderRadius: "0", boxShadow: "none" });
    const size = isOpen
      ? { width: "min(24rem, calc(100vw - 2rem))", height: "min(38rem, calc(100vh - 2rem))", borderRadius: "1rem", boxShadow: "0 12px 48px rgb(0 0 0 / 28%)" }
      : { width: "4rem", height: "4rem", borderRadius: "2rem", boxShadow: "0 4px 16px rgb(0 0 0 / 28%)" };
    style({ ...size, insetBlockEnd: "max(1rem, env(safe-area-inset-bottom))", insetInlineEnd: "max(1rem, env(safe-area-inset-right))" });
  }
  // For browsers that keep nothing for frames: as long as this tab is open.
  const name = `rapport-chat ${home.pathname}`;
  function kept() {
    try {
      return sessionStorage.getItem(name) ?? "";
    } catch {
      return "";
    }
  }
  function keep(secret) {
    try {
      if (secret) sessionStorage.setItem(name, secret);
      else sessionStorage.removeItem(name);
    } catch {
      // then it lasts as long as this page
    }
  }
  const tell = (is) => frame.contentWindow?.postMessage({ rapportChat: is }, home.origin);

  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== home.origin) return;
    const { rapportChat, title, asks, secret } = event.data ?? {};
    if (rapportChat === "keep") keep(secret);
    if (asks && kept()) frame.contentWindow.postMessage({ rapportChat: "kept", secret: kept() }, home.origin);
    if (typeof title === "string") frame.title = title;
    if (rapportChat !== "open" && rapportChat !== "closed") return;
    isOpen = rapportChat === "open";
    lay();
    tell("laid");
  });
  phone.addEventListener("change", lay);
  window.rapportChat = { open: () => tell("open"), close: () => tell("close") };
  frame.src = where.href;
  frame.title = "{{ title|escapejs }}";
  lay();
  (document.body ?? document.documentElement).append(frame);
})();
