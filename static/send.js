// A file goes from this browser to a place of the person's own: never by this site. The policy of
// the page lets it reach that place alone; nothing of the form has a name, so nothing is submitted.
const ROOT = "io.cozy.files.root-dir";
const form = document.getElementById("send");
const field = (name) => document.getElementById(name);

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  say("sending");
  try {
    say(...(await sent(field("file").files[0])));
  } finally {
    button.disabled = false;
  }
});

/** The outcome of sending a file, and what is told with it. */
async function sent(file) {
  const cozy = field("kind").value === "cozy";
  const url = target(field("address").value, file.name, cozy);
  if (!url) return ["elsewhere"];
  let answer;
  try {
    answer = await fetch(url, {
      method: cozy ? "POST" : "PUT",
      headers: { "Content-Type": "application/zip", ...signedIn(field("user").value, field("secret").value) },
      body: file,
      credentials: "omit",
      redirect: "error", // The token is for that address alone.
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
  } catch {
    return ["unread"];
  }
  if (answer.ok) field("secret").value = "";
  return outcome(answer.status, url);
}

/** Where the file goes; null where that is another place than the page may reach. */
function target(address, name, cozy) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.origin !== form.dataset.origin || url.username || url.password) return null;
  url.hash = "";
  if (cozy) {
    const folder = /^\/files\/([\w.-]+)/.exec(url.pathname)?.[1] ?? ROOT;
    return new URL(`/files/${folder}?Type=file&Name=${encodeURIComponent(name)}`, url.origin);
  }
  if (url.pathname.endsWith("/")) url.pathname += encodeURIComponent(name);
  return url;
}

function signedIn(user, secret) {
  if (!secret) return {};
  if (!user) return { Authorization: `Bearer ${secret}` };
  const bytes = new TextEncoder().encode(`${user}:${secret}`);
  return { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

function outcome(status, url) {
  if (status >= 200 && status < 300) return ["done", url.origin + url.pathname];
  if (status === 401 || status === 403) return ["refused"];
  if (status === 404 || status === 409) return ["folder"];
  if (status === 413 || status === 507) return ["full"];
  return ["other", `HTTP ${status}`];
}

function say(name, told = "") {
  const box = field("outcome");
  for (const one of box.children) {
    one.hidden = one.dataset.outcome !== name;
    for (const where of one.querySelectorAll("[data-where]")) where.textContent = told;
    for (const here of one.querySelectorAll("[data-here]")) here.textContent = location.origin;
  }
  if (name !== "sending") box.focus();
}
