import quiz from "quiz";
import { draw } from "./page.js";

const app = document.getElementById("app");
const answers = {};
let page = 0;

app.addEventListener("change", ({ target }) => (answers[target.name] = target.value));
app.addEventListener("click", ({ target }) => {
  if (target.id !== "next") return;
  page += 1;
  app.innerHTML = draw(quiz, page, answers);
});
// It runs as soon as the page hears what is done on it.
performance.mark("live");
