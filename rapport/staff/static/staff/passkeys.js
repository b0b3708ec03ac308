// Makes passkeys and signs with them. A form says by data-passkey what it is for, "create" or "get"; what the browser
// has to know stands in its data-options, or is asked of its address. The answer goes into its field `credential`.
// What went wrong is said by the form's own [data-problem].
const KNOWN = "InvalidStateError"; // what a device says that has a passkey for them already

class Unreachable extends Error {}

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (credentials) => credentials?.map((one) => ({ ...one, id: bytes(one.id) }));

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const response = await fetch(form.action, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) throw new Unreachable();
  return (await response.json()).request_options.publicKey;
}

function create(options, form) {
  const isAlone = form.elements.passwordless?.checked ?? false;
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: withBytes(options.excludeCredentials),
      authenticatorSelection: {
        ...options.authenticatorSelection,
        residentKey: isAlone ? "required" : "discouraged",
        requireResidentKey: isAlone,
        userVerification: isAlone ? "required" : options.authenticatorSelection?.userVerification,
      },
    },
  });
}

function get(options) {
  return navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: withBytes(options.allowCredentials),
    },
  });
}

/** As the server reads it: every buffer as text. */
function told(credential) {
  const answer = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) answer[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) answer.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  });
}

function say(form, problem) {
  for (const line of form.querySelectorAll("[data-problem]")) line.hidden = line.dataset.problem !== problem;
}

async function carryOut(form) {
  say(form, "");
  try {
    const options = await optionsOf(form);
    const credential = await (form.dataset.passkey === "create" ? create(options, form) : get(options));
    form.elements.credential.value = told(credential);
    HTMLFormElement.prototype.submit.call(form);
  } catch (error) {
    say(form, error instanceof Unreachable ? "unreachable" : error.name === KNOWN ? "known" : "refused");
  }
}

document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("form[data-passkey]")) return;
    event.preventDefault();
    event.stopPropagation();
    carryOut(event.target);
  },
  true,
);

const show = () => document.querySelectorAll("form[data-passkey][hidden]").forEach((form) => form.removeAttribute("hidden"));
if (window.PublicKeyCredential) {
  document.addEventListener("htmx:after:settle", show);
  show();
}
