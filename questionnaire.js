// The way up to "Check your answers", before the program is there and without it.
//
// The HTML holds every page of the way, drawn by the app's own views (src/ui/pages.rs). This script adds what HTML
// lacks: which page is shown, branches, number keys, titles, focus, and each answer written down with its time. A
// build puts it into the page itself, where the policy names it by its hash, so that it runs before the first paint.
//
// boot.js brings the program. It takes over at the next step after it has arrived, so that the page somebody is on is
// never touched. What was answered goes over as notes; src/wire/notes.rs says what they hold.
"use strict";
(() => {
  const root = document.documentElement;
  const PREFIX = "interview-hindsight:";
  const UNSURE = "unsure";
  /** The store's version that this build writes: `SCHEMA` in src/wire/migration.rs. */
  const SCHEMA = 1;

  // ---- What the browser keeps ----

  /** Runs a read or a write. Where storage is blocked, even looking at it throws. */
  function attempt(action) {
    try {
      return action();
    } catch {
      return undefined;
    }
  }

  /** An object out of the store, or an empty one. */
  function readObject(key) {
    const value = attempt(() => JSON.parse(localStorage.getItem(PREFIX + key)));
    return value !== null && typeof value === "object" ? value : {};
  }

  function newId() {
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const quiz = root.dataset.quiz ?? "interview";
  const prefs = readObject("prefs");
  /** Whether the questions that the article does not have are switched off. */
  const without_outside = prefs.outside_questions === false;
  // In a frame, the page around it may have chosen already.
  if (/^(light|dark)$/.test(prefs.theme)) root.dataset.theme ||= prefs.theme;

  // The tab's name is taken out of its session store while the page is open, and put back when it is left. A
  // duplicated tab is a copy of an open one, so it finds none, and gets a name of its own.
  const TAB = `${PREFIX}tab`;
  let tab = attempt(() => sessionStorage.getItem(TAB)) ?? newId();
  attempt(() => sessionStorage.removeItem(TAB));
  addEventListener("pagehide", () => attempt(() => sessionStorage.setItem(TAB, tab)));
  addEventListener("pageshow", () => attempt(() => sessionStorage.removeItem(TAB)));

  /** Which interview in progress this tab is on; src/browser/session.rs reads and writes it too. */
  const DRAFT = `${PREFIX}draft`;
  const notesKey = () => `${quiz}:notes:${tab}`;

  /** What was answered: `answers` and `at` by question; a time is in milliseconds since 1970. */
  const noNotes = () => ({ v: 1, version: root.dataset.version, id: "", began: 0, answers: {}, at: {}, without_outside });
  let notes = noNotes();
  let isKept = prefs.keep !== false && !(readObject("meta").min_writer > SCHEMA) && root.dataset.lasting !== "no";
  let isBegun = false;

  /** Takes up what this tab has left before: notes, and the draft that the store may have made of earlier ones. */
  function restore() {
    const id = attempt(() => sessionStorage.getItem(DRAFT));
    const draft = id ? readObject(`${quiz}:draft:${id}`) : {};
    if (id && draft.id === id) {
      isBegun = true;
      notes.id = id;
      notes.began = Date.parse(draft.started_at) || 0;
      Object.assign(notes.answers, draft.answers);
      // A draft keeps the questions that it was begun with.
      notes.without_outside = Boolean(draft.quiz?.without_outside);
      const promised = draft.situation?.value?.promised_on;
      if (promised) notes.promised = promised;
    }
    const left = readObject(notesKey());
    if (left.v === notes.v && left.version === notes.version && left.id) {
      isBegun = true;
      const answers = { ...notes.answers, ...left.answers };
      notes = { ...notes, ...left, answers };
    }
  }

  /** Writes the notes down. Where that fails they are in memory, and the program says so once it is there. */
  function keep() {
    if (isKept) attempt(() => localStorage.setItem(PREFIX + notesKey(), JSON.stringify(notes)));
  }

  function begin() {
    if (isBegun) return;
    isBegun = true;
    notes.id = newId();
    notes.began = Date.now();
    attempt(() => sessionStorage.setItem(DRAFT, notes.id));
  }

  /** Later than what it replaces, whatever the clock says. */
  const later = (than = 0) => Math.max(Date.now(), than + 1);

  function note(question, answer) {
    begin();
    notes.answers[question] = answer;
    notes.at[question] = later(notes.at[question]);
    notes.frozen = isFrozen();
    keep();
  }

  /** Whether a key is of a result, or of an interview that is not this tab's. */
  function isOfAnother(key) {
    if (!key.startsWith(`${PREFIX}${quiz}:`)) return false;
    const [, , kind, id] = key.split(":");
    return kind === "result" || (kind === "draft" && id !== notes.id) || (kind === "notes" && id !== tab);
  }

  restore();
  const isKnown = attempt(() => Object.keys(localStorage).some(isOfAnother)) ?? false;

  /**
   * Takes answers that came in a link out of the address bar, before anything is seen. A reload of the tab finds them
   * again: src/browser/address.rs reads them there.
   */
  function hideCarried() {
    if (!/^#\/?open\/./.test(location.hash)) return;
    attempt(() => {
      sessionStorage.setItem(`${PREFIX}open`, location.hash);
      history.replaceState(null, "", "#/open");
    });
  }
  hideCarried();
  addEventListener("hashchange", hideCarried);

  // ---- Answers and branches ----

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const allPages = () => all("[data-page]");
  const allQuestions = () => all("[data-question]");
  const questionNamed = (id) => allQuestions().find(({ dataset }) => dataset.question === id);

  function holds(condition, asked) {
    if (condition.all) return condition.all.every((part) => holds(part, asked));
    if (condition.any) return condition.any.some((part) => holds(part, asked));
    if (condition.not) return !holds(condition.not, asked);
    const answer = (asked.has(condition.question) && notes.answers[condition.question]) || UNSURE;
    return [answer].flat().some((option) => condition.is.includes(option));
  }

  /** The questions that are asked for these answers. A branch hangs on questions before it alone. */
  function findAsked() {
    const asked = new Set();
    for (const { dataset } of allQuestions()) {
      if (notes.without_outside && "outside" in dataset) continue;
      if (!dataset.if || holds(JSON.parse(dataset.if), asked)) asked.add(dataset.question);
    }
    return asked;
  }

  /** The pages of the way through, in order. */
  function findWay() {
    const asked = findAsked();
    const isOnIt = ({ page, first }) => (first ? asked.has(first) : page === "" || page === "check");
    return allPages().filter(({ dataset }) => isOnIt(dataset));
  }

  /** The first feeling stays as it was from the first sign on (scoring.md section 4). */
  const isFrozen = () => all("[data-sign]").some(({ dataset }) => notes.answers[dataset.question] != null);

  /**
   * Whether so many signs are answered that there is a result (scoring.md section 5, step 11). Where one sign decides it,
   * only the program knows that: it takes points.
   */
  function isEnough() {
    const asked = findAsked();
    const isAnswered = ({ dataset: { question, unsure } }) =>
      asked.has(question) && !`${UNSURE} ${unsure}`.split(" ").includes(notes.answers[question] ?? UNSURE);
    const answered = all("[data-counted]").filter(isAnswered);
    return answered.length >= Number(document.getElementById("waiting").dataset.enough);
  }

  /** The words of an answer, by the labels of its own options. */
  function wordsOf(id) {
    const answer = notes.answers[id];
    if (answer == null || answer === "") return "";
    if (answer.text !== undefined) return answer.text.trim() && answer.text;
    const chosen = all("input", questionNamed(id)).filter(({ value }) => [answer].flat().map(String).includes(value));
    return chosen.map(({ labels }) => labels[0].textContent).join(" · ");
  }

  /** Puts what was answered into the fields. */
  function fillIn() {
    for (const [id, answer] of Object.entries(notes.answers)) {
      const question = questionNamed(id);
      if (!question || answer == null) continue;
      const wanted = [answer].flat().map(String);
      for (const input of all("input", question)) input.checked = wanted.includes(input.value);
      for (const area of all("textarea", question)) area.value = answer.text ?? "";
    }
    for (const day of all("[data-promised] input")) day.value = notes.promised ?? "";
    if (prefs.number_keys === false) for (const group of all("[data-keys]")) group.removeAttribute("data-keys");
    for (const [id, property, on] of [
      ["keep-nothing", "checked", keepsNothing()],
      ["kept-nothing", "hidden", prefs.keep !== false],
      ["go-on-at-once", "checked", goesOnAtOnce()],
    ]) {
      const element = document.getElementById(id);
      if (element) element[property] = on;
    }
  }

  // ---- The page that is shown ----

  let shown = null;
  /** Whether a person has come to the page by a step. */
  let isStep = false;
  /** Whether the page was opened from the list of answers, and leads back to it. */
  let isChange = false;

  const pageNamed = (name) => allPages().find(({ dataset }) => dataset.page === name);
  const keepsNothing = () => (notes.keep ?? prefs.keep) === false;
  const goesOnAtOnce = () => notes.go_on_at_once ?? prefs.go_on_at_once ?? false;
  root.toggleAttribute("data-go-on-at-once", goesOnAtOnce());
  const path = () => location.hash.replace(/^#?\/?/, "").replace(/\/$/, "");

  /** The page that an address leads to; nothing where it is of an interview that is not in progress in this tab. */
  function pageAt(address) {
    const elsewhere = pageNamed("elsewhere");
    const first = allPages().find(({ dataset }) => dataset.page === "");
    const [, kind, id] = /^(question|check)(?:\/(.+))?$/.exec(address) ?? [];
    if (address === "") return isKnown ? pageNamed("known") : first;
    if (!kind || (kind === "question" && !id)) return elsewhere;
    if (!isBegun) return null;
    if (!id) return pageNamed("check");
    return first?.dataset.first === id ? first : (pageNamed(`question/${id}`) ?? elsewhere);
  }

  function addressOf(page) {
    const { page: name, first } = page.dataset;
    return `#/${name === "" && first ? `question/${first}` : name}`;
  }

  /** Shows what the address says, or leaves that to the program. */
  function arrive() {
    // The pages are still on their way; this is done again once they are there.
    if (!document.getElementById("waiting")) return;
    if (program) return handOver();
    let page = pageAt(path());
    if (!page) {
      history.replaceState(null, "", "#/");
      page = pageAt("");
    }
    isChange = path().startsWith("check/");
    if (page.dataset.first && !findWay().includes(page)) {
      // It is not asked now, as when Forward leads to a branch that has vanished.
      shown = page;
      page = neighbour(1);
      history.replaceState(null, "", addressOf(page));
    }
    delete root.dataset.hidden;
    show(page);
    if (page.dataset.page === "elsewhere") wait();
  }

  function show(page) {
    for (const other of allPages()) other.hidden = other !== page;
    document.getElementById("waiting").hidden = true;
    isResultWanted = false;
    shown = page;
    document.title = page.dataset.title;
    document.getElementById("heading")?.removeAttribute("id");
    page.querySelector("h1").id = "heading";
    draw();
  }

  /** Brings the shown page to what was answered. */
  function draw() {
    const asked = findAsked();
    const frozen = isFrozen();
    for (const question of all("[data-question], [data-frozen]", shown)) {
      const { dataset } = question;
      const isRightOne = !("freezes" in dataset || "frozen" in dataset) || frozen === "frozen" in dataset;
      question.hidden = !isRightOne || !asked.has(dataset.question ?? dataset.frozen);
      if (dataset.frozen) writeAnswer(question, dataset.frozen);
    }
    for (const field of all("[data-promised]", shown)) field.hidden = !shown.querySelector("[data-asks-date]:checked");
    for (const part of all("[data-from-enough]", shown)) part.hidden = !isEnough();
    for (const row of all("[data-row]", shown)) {
      row.hidden = !asked.has(row.dataset.row);
      writeAnswer(row, row.dataset.row);
      for (const part of all("[data-locked]", row)) part.hidden = (part.dataset.locked === "yes") !== frozen;
    }
    for (const stage of all("[data-stage]", shown)) stage.hidden = !stage.querySelector("[data-row]:not([hidden])");
    for (const banner of all("[data-if-open]", shown)) {
      banner.hidden = !shown.querySelector("[data-row][data-is-sign]:not([hidden]) [data-open]");
    }
    for (const link of all("[data-do=back]", shown)) link.hash = isChange ? "#/check" : addressOf(neighbour(-1));
  }

  function writeAnswer(within, id) {
    const place = within.querySelector("[data-answer]");
    const words = wordsOf(id);
    place.textContent = words || place.dataset.answer;
    place.toggleAttribute("data-open", !words);
  }

  /** The page of the way before the shown one, or after it. The shown one may be off the way: its question is not asked. */
  function neighbour(step) {
    const pages = allPages();
    const isOnThatSide = (page) => (pages.indexOf(page) - pages.indexOf(shown)) * step > 0;
    return findWay().filter(isOnThatSide).at(Math.min(step, 0));
  }

  /** Leads to an address of our own: a new entry in the history, but in a frame, whose Back leads elsewhere. */
  function goTo(address) {
    if ("embed" in root.dataset) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    scrollTo(0, 0);
    isStep = true;
    arrive();
    focusHeading();
    announceStep();
  }

  function focusHeading() {
    shown?.querySelector("h1")?.focus({ preventScroll: true });
  }

  function announceStep() {
    if (shown) dispatchEvent(new CustomEvent("hindsight-page", { detail: shown.dataset }));
  }

  // ---- What a person does ----

  const actions = {
    continue() {
      begin();
      const next = isChange ? pageNamed("check") : neighbour(1);
      notes.position = next.dataset.first ?? null;
      keep();
      goTo(addressOf(next));
    },
    result() {
      begin();
      keep();
      isResultWanted = true;
      if (program) handOver();
      else wait();
    },
    new() {
      // The notes so far are another interview's. They stay, and the store makes a draft of them.
      tab = newId();
      notes = noNotes();
      isBegun = false;
      begin();
      for (const input of all("[data-question] input")) input.checked = input.defaultChecked;
      for (const field of all("#app textarea, [data-promised] input")) field.value = "";
      goTo(addressOf(allPages().find(({ dataset }) => dataset.page === "")));
    },
    retry() {
      retry();
    },
    skip() {
      document.getElementById("main").focus();
    },
  };

  function onChange({ target }) {
    const question = target.closest("[data-question]")?.dataset.question;
    if (target.closest("[data-promised]")) {
      begin();
      // While a year is typed, browsers hand over the years 2, 20 and 202.
      notes.promised = target.value > "19" ? target.value : null;
      notes.promised_at = later(notes.promised_at);
      keep();
    } else if (target.id === "keep-nothing") {
      isKept = notes.keep = !target.checked;
      // That nothing is to be kept is the one thing that has to be: a reload knows it.
      attempt(() => localStorage.setItem(`${PREFIX}prefs`, JSON.stringify({ ...readObject("prefs"), keep: isKept })));
      if (isKept) keep();
      else attempt(() => localStorage.removeItem(PREFIX + notesKey()));
    } else if (target.id === "go-on-at-once") {
      notes.go_on_at_once = target.checked;
      root.toggleAttribute("data-go-on-at-once", target.checked);
      keep();
    } else if (question && target.type === "radio") {
      note(question, "number" in target.dataset ? (target.value === "" ? null : Number(target.value)) : target.value);
    } else if (question && target.type === "checkbox") {
      note(question, all("input:checked", target.closest("[data-question]")).map(({ value }) => value));
    } else if (question && target.type === "textarea") {
      note(question, target.value === "" ? null : { text: target.value });
    }
    if (shown) draw();
  }

  function onClick({ target }) {
    const action = target.closest?.("[data-do]")?.dataset.do;
    actions[action]?.();
  }

  function onKeydown(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || target.type !== "radio") return;
    const group = target.closest("fieldset");
    if (key === "Enter" && !("number" in target.dataset)) {
      event.preventDefault();
      actions.continue();
    } else if ("keys" in group.dataset) {
      // Where digits need Shift, or are those of another script, by the key's place: "Digit1".
      const chosen = all("input", group)[(+key || event.code.slice(5)) - 1];
      if (!chosen) return;
      event.preventDefault();
      chosen.focus();
      chosen.click();
    }
  }

  const listeners = {
    change: onChange,
    input: (event) => /^(textarea|date)$/.test(event.target.type) && onChange(event),
    click: onClick,
    keydown: onKeydown,
    beforeunload: (event) => isBegun && keepsNothing() && event.preventDefault(),
    hashchange({ oldURL, newURL }) {
      isStep = oldURL !== newURL;
      arrive();
      focusHeading();
      announceStep();
    },
  };
  for (const [kind, listener] of Object.entries(listeners)) addEventListener(kind, listener);

  // ---- What serves the program's pages as well ----

  /** The option that a pointer was pressed and let go on; nothing after a key. */
  let pressed = null;
  addEventListener("pointerdown", () => (pressed = null), true);
  addEventListener("pointerup", ({ target }) => (pressed = target.closest?.(".ih-choice") ?? null), true);
  addEventListener("change", ({ target }) => {
    if (pressed?.contains(target)) goOn(target);
    pressed = null;
  });
  addEventListener("keydown", (event) => {
    pressed = null;
    // A number key has chosen, and moved the focus there.
    if (event.defaultPrevented && event.key !== "Enter" && event.target.type === "radio") goOn(document.activeElement);
  });

  /** Goes on by itself, where the person asked for that: never where there is more on the page to be answered. */
  function goOn(radio) {
    const screen = radio?.closest(".ih-screen");
    if (radio?.type !== "radio" || !screen || !("goOnAtOnce" in root.dataset)) return;
    const isAlone = all(".ih-question:not([hidden])", screen).length === 1 && !("asksDate" in radio.dataset);
    if (isAlone && !document.getElementById("go-on-at-once")?.closest(".ih-screen:not([hidden])")) {
      screen.querySelector("[data-do=continue]")?.click();
    }
  }

  // A step is made once: not by a key that is held down, nor by the second half of a double click, when the next
  // page's button is under the pointer. This serves the program's pages as well.
  const isStepAt = ({ target }) => target.closest?.("[data-do]") || target.type === "radio";
  addEventListener("keydown", (event) => event.repeat && event.key === "Enter" && isStepAt(event) && stop(event), true);
  addEventListener("click", (event) => event.detail > 1 && event.target.closest?.("[data-do]") && stop(event), true);

  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // ---- The program ----

  let program = null;
  let problem = "";
  let share = 0;
  let isResultWanted = false;
  let retry = () => location.reload();

  /** Says in place that the program is awaited, or what came of it. */
  function wait() {
    const box = document.getElementById("waiting");
    shown.append(box);
    box.hidden = false;
    tell();
  }

  function tell() {
    const box = document.getElementById("waiting");
    if (!box || box.hidden) return;
    for (const part of all("[data-state]", box)) part.hidden = part.dataset.state !== (problem || "coming");
    const bar = box.querySelector("progress");
    if (share > 0) bar.value = share;
  }

  /** The program draws the page that the address names, and has it from then on. */
  function handOver() {
    for (const [kind, listener] of Object.entries(listeners)) removeEventListener(kind, listener);
    // From now on it is the program that stops. Firefox names boot.js as the file of its errors.
    removeEventListener("error", onStopped, true);
    shown = null;
    delete root.dataset.hidden;
    const begun = isBegun ? notes : { ...notes, id: "" };
    program(JSON.stringify({ ...begun, step: isStep, result: isResultWanted }));
  }

  /** What boot.js needs of this script. */
  globalThis.hindsight = {
    arrived(begin) {
      program = begin;
      // Nobody can answer there meanwhile. A page for owners has none of these pages.
      if (isResultWanted || !shown || /^(known|elsewhere)$/.test(shown.dataset.page)) handOver();
    },
    progress(part) {
      share = part;
      tell();
    },
    failed(kind, again) {
      problem = kind;
      retry = again ?? retry;
      tell();
    },
    retrying() {
      problem = "";
      tell();
    },
  };

  // boot.js itself may be stopped, or not arrive.
  function onStopped({ target, filename = "" }) {
    if (target.id !== "boot" && !filename.includes("boot.js")) return;
    root.dataset.boot = "failed";
    hindsight.failed("failed");
  }
  addEventListener("error", onStopped, true);

  // The first question must not be seen where it is not what the address leads to, nor by somebody who was here before.
  if (isKnown || path() !== "") root.dataset.hidden = "";
  addEventListener("DOMContentLoaded", () => {
    fillIn();
    arrive();
    announceStep();
  });
})();
