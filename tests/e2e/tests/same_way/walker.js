// Runs inside the page: answers made-up interviews through the real controls, and tells what is seen.
window.walker = (() => {
  // Nothing of it has to be laid out, which takes ten times as long as everything else.
  document.getElementById("app").style.display = "none";
  const isShown = (element) => Boolean(element) && !element.closest("[hidden]");
  const shown = () => document.querySelector(".ih-screen:not([hidden])");
  const asked = () => [...shown().querySelectorAll("[data-question], [data-frozen]")].filter((one) => !one.hidden);
  const arrived = () => new Promise((tell) => addEventListener("hashchange", tell, { once: true }));
  const press = (name) => shown().querySelector(`[data-do=${name}]`).click();

  /** Goes to an address and waits until its page is shown. */
  async function goTo(address, go) {
    if (location.hash === address) return;
    const there = arrived();
    go();
    await there;
  }
  const follow = (link) => goTo(link.hash, () => link.click());

  function answerOf(question) {
    if (question.dataset.frozen) return "frozen " + question.querySelector("[data-answer]").textContent;
    const area = question.querySelector("textarea");
    if (area) return JSON.stringify(area.value);
    return [...question.querySelectorAll("input:checked")].map((input) => input.value).join(" ");
  }

  function page() {
    const parts = asked().map((one) => `${one.dataset.question ?? one.dataset.frozen}=${answerOf(one)}`);
    const day = shown().querySelector("[data-promised]:not([hidden]) input");
    if (day) parts.push(`day=${day.value}`);
    const enough = isShown(shown().querySelector("[data-do=result]"));
    const back = shown().querySelector("[data-do=back]")?.hash ?? "";
    return [location.hash, ...parts, `enough=${enough}`, `back=${back}`].join(" | ");
  }

  function check() {
    const rows = [...shown().querySelectorAll("[data-row]")].filter(isShown);
    const lines = rows.map((row) => {
      const answer = row.querySelector("[data-answer]");
      const words = "open" in answer.dataset ? "" : answer.textContent;
      const change = [...row.querySelectorAll("a")].find(isShown)?.hash ?? "locked";
      return `${row.closest("[data-stage]").dataset.stage} ${row.dataset.row}=${JSON.stringify(words)} ${change}`;
    });
    const open = isShown(shown().querySelector("[data-if-open]"));
    const back = shown().querySelector("[data-do=back]").hash;
    return [location.hash, ...lines, `open=${open}`, `back=${back}`].join(" | ");
  }

  /** Gives the answers to what is asked on the page, and to what these answers make it ask. */
  function answer(answers, day) {
    for (const question of shown().querySelectorAll("[data-question]")) {
      const wanted = answers[question.dataset.question];
      if (question.hidden || wanted === undefined) continue;
      const area = question.querySelector("textarea");
      if (area) {
        area.value = wanted;
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
      } else if (Array.isArray(wanted)) {
        for (const input of question.querySelectorAll("input")) if (input.checked !== wanted.includes(input.value)) input.click();
      } else {
        [...question.querySelectorAll("input")].find(({ value }) => value === wanted).click();
      }
    }
    const field = shown().querySelector("[data-promised]:not([hidden]) input");
    if (field && day !== null) {
      field.value = day;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }

  async function walk({ answers, others, day, backs, changes, returns, unasked }) {
    localStorage.clear();
    document.querySelector("[data-page=known] [data-do=new]").click();
    const lines = [];
    for (let step = 0; location.hash !== "#/check"; step += 1) {
      if (step > 60) throw new Error(`no end: ${lines.join("\n")}`);
      lines.push(page());
      answer(answers, day);
      lines.push(page());
      if (backs.includes(step) && shown().querySelector("[data-do=back]")) {
        await follow(shown().querySelector("[data-do=back]"));
        lines.push(page());
        press("continue");
        lines.push(page());
      }
      press("continue");
    }
    lines.push(check());
    for (const question of changes) {
      const row = shown().querySelector(`[data-row="${question}"]`);
      const link = [...row.querySelectorAll("a")].find(isShown);
      if (!link) continue;
      await follow(link);
      lines.push(page());
      answer(others, null);
      lines.push(page());
      press("continue");
      lines.push(check());
    }
    for (let step = 0; step < returns && shown().querySelector("[data-do=back]"); step += 1) {
      await follow(shown().querySelector("[data-do=back]"));
      lines.push(page());
    }
    if (returns > 0) press("continue");
    lines.push(location.hash === "#/check" ? check() : page());
    const key = Object.keys(localStorage).find((one) => one.includes(":notes:"));
    const notes = localStorage.getItem(key);
    for (const question of unasked) {
      const address = `#/question/${question}`;
      await goTo(address, () => (location.hash = address));
      lines.push(location.hash === "#/check" ? check() : page());
    }
    return { lines, notes };
  }

  return { walk };
})();
