/**
 * The concern form. With a network it is an ordinary form. Without one, what was written is sealed, kept
 * on this device under its writer's mark, and sent when the same person is back.
 */
import { newId, openBox } from "../ui/letters.js";
import { keepOnDevice } from "../ui/offline.js";
import { lastOwner } from "../ui/outbox.js";
import { canSeal, seal } from "../ui/sealed.js";

const PEOPLE = "kithwork-concern-people";
const PHONE = "kithwork-phone";
const form = document.querySelector("[data-concern]");
const part = (name) => document.querySelector(`[data-${name}]`);
const isFrame = document.body.dataset.owner === undefined;
const owner = document.body.dataset.owner || lastOwner();
const words = part("words").dataset;

/** Students this tab knows: of this form while it was online, or of the session that runs here. */
function peopleOfTab() {
  const found = new Map(JSON.parse(sessionStorage.getItem(PEOPLE) ?? "[]"));
  for (let nth = 0; nth < sessionStorage.length; nth += 1) {
    const key = sessionStorage.key(nth);
    if (!/^kithwork-run-\d+$/.test(key)) continue;
    for (const { pk, name } of JSON.parse(sessionStorage.getItem(key)).people ?? []) found.set(String(pk), name);
  }
  return [...found];
}

function fillFrame() {
  const isStudent = owner.startsWith("student-");
  for (const field of form.querySelectorAll("[data-field]")) {
    const isMore = field.dataset.field !== "seen";
    field.hidden = isStudent && isMore;
    for (const input of field.querySelectorAll("input, textarea")) input.disabled = field.hidden;
  }
  const people = isStudent ? [] : peopleOfTab();
  const students = form.querySelector('[data-field="students"]');
  students.hidden = !people.length;
  for (const [pk, name] of people) {
    const row = part("person").content.cloneNode(true);
    row.querySelector("input").value = pk;
    row.querySelector("[data-name]").textContent = name;
    students.querySelector("fieldset").append(row);
  }
  const phone = localStorage.getItem(PHONE);
  if (!phone) return;
  part("phone-box").hidden = false;
  part("phone").textContent = phone;
  part("phone").href = `tel:${phone}`;
}

function learn() {
  const people = [...form.querySelectorAll('input[name="students"]')].map((one) => [one.value, one.labels[0].innerText.trim()]);
  sessionStorage.setItem(PEOPLE, JSON.stringify(people));
  const phone = part("phone").textContent.trim();
  if (phone) localStorage.setItem(PHONE, phone);
  else localStorage.removeItem(PHONE);
}

/** What was written, as plain values. */
function written() {
  const data = new FormData(form);
  const said = Object.fromEntries([...data].filter(([name]) => !["csrfmiddlewaretoken", "letter", "students"].includes(name)));
  return { ...said, students: data.getAll("students"), written_at: new Date().toISOString() };
}

function tell({ waiting, refused, needsSignIn }) {
  const said = refused[0]?.sentence ?? (needsSignIn ? words.signIn : waiting ? words.waiting : words.sent);
  part("kept-state").textContent = said;
  part("try").hidden = !waiting;
}

async function keep() {
  if (!owner || !canSeal()) return show(part("cannot"));
  try {
    const box = await openBox(`concerns.${owner}`, form.dataset.url, tell);
    const letter = form.elements.letter.value || newId();
    const sealed = await seal(form.dataset.sealKey, written(), `${letter} ${owner}`);
    await box.keep({ letter, owner, sealed });
    part("try").addEventListener("click", () => box.send());
  } catch {
    return show(part("cannot"));
  }
  form.hidden = true;
  return show(part("kept"));
}

function show(section) {
  section.hidden = false;
  section.focus();
}

/** The answer's own page, or the form again with what is missing. */
async function shown(response) {
  if (response.redirected) return location.assign(response.url);
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  const again = answer.querySelector("[data-concern]");
  if (!again) return location.reload();
  form.replaceChildren(...again.childNodes);
  return form.querySelector("[data-focus-me]")?.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.checkValidity()) return form.reportValidity();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  let response = null;
  try {
    if (!isFrame) response = await fetch(location.href, { method: "POST", body: new FormData(form) });
  } catch {
    // No network: kept below.
  }
  const isSignIn = response?.redirected && !new URL(response.url).pathname.startsWith("/safety/");
  if (response && (response.ok || response.status === 409) && !isSignIn) await shown(response);
  else await keep();
  button.disabled = false;
});

if (isFrame) fillFrame();
else learn();
keepOnDevice();
