// What has to be known before the first paint, and what is done before boot.js is there.
//
// A build puts this into the page itself, so that nothing holds up the first paint: the policy names it by its
// hash (`cargo xtask policy`). It decides what of the first page is shown, and hands boot.js what it found.
"use strict";
(() => {
  const page = document.documentElement;

  /**
   * The code is asked for here, as soon as it is known of, and not by a preload: WebKit would fetch it a second time
   * when boot.js asks for it (seen in WebKitGTK 2.50). The build calls its link so that no browser loads it by itself.
   */
  const named = document.querySelector("link[rel=code]");
  const code = named && fetch(named.href, { integrity: named.integrity, mode: "cors", credentials: "same-origin" });
  // Whether it has come, boot.js finds out.
  code?.catch(() => {});

  /** The HTML shows the first question to somebody who comes for the first time. Others wait. */
  function hideFirstPage() {
    page.dataset.first = "hidden";
  }

  /** The quiz that is asked for, where it is not the built-in one: by the page's address, or by a frame's name. */
  function findQuiz() {
    if (!("embed" in page.dataset)) return page.dataset.quiz;
    try {
      // What is no name of ours has no such fields, or is no JSON.
      const { quiz } = JSON.parse(name.replace(/^interview-hindsight /, ""));
      if (quiz !== "interview") return quiz;
    } catch {}
  }
  const quiz = findQuiz();
  // The frame's page has the built-in quiz's first question in it.
  if (quiz !== undefined && !page.dataset.quiz) hideFirstPage();

  try {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith("interview-hindsight:"));
    // An interview in progress may have answered the first question already.
    const drafts = `interview-hindsight:${quiz ?? "interview"}:draft:`;
    if (kept.some((key) => key.startsWith(drafts))) hideFirstPage();
    const preferences = localStorage.getItem("interview-hindsight:prefs");
    const [, theme] = /"theme":"(light|dark)"/.exec(preferences) ?? [];
    if (theme) page.dataset.theme = theme;
  } catch {
    // Where the browser lets nobody look, nothing is kept that could matter here.
  }

  /** Where a tab keeps what a link has carried to it; `browser/address.rs` reads it there. */
  const CARRIED = "interview-hindsight:open";

  /**
   * Takes answers that came in a link out of the address bar, before anything is seen. A reload of the tab
   * finds them again.
   */
  function hideCarried() {
    if (!/^#\/?open\/./.test(location.hash)) return;
    try {
      sessionStorage.setItem(CARRIED, location.hash);
      history.replaceState(null, "", "#/open");
    } catch {
      // Where nothing is kept for a tab, a reload finds them in the address alone.
    }
  }
  hideCarried();
  addEventListener("hashchange", hideCarried);

  const isElsewhere = () => location.hash.replace(/^#\/?/, "") !== "";
  if (isElsewhere()) hideFirstPage();

  const events = [];
  const remember = (event) => events.push(event);
  const kinds = ["change", "click", "keydown", "focusin", "hashchange"];
  for (const kind of kinds) addEventListener(kind, remember);

  /** What boot.js needs of this. */
  globalThis.hindsightEarly = {
    code,
    quiz,
    isElsewhere,
    hideFirstPage,
    /** Has somebody else hear what is done on the first page, and what was done there until now. */
    hear(heard) {
      for (const kind of kinds) {
        removeEventListener(kind, remember);
        addEventListener(kind, heard[kind]);
      }
      for (const event of events.splice(0)) heard[event.type](event);
    },
  };
})();
