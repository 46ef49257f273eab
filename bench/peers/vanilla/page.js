import { scoreOf } from "../../quiz.js";

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);

/** One page of the quiz as HTML; after the last question, the score. */
export function draw(quiz, page, answers) {
  const question = quiz.questions[page];
  const title = `<h1>${escaped(quiz.title)}</h1>`;
  if (!question) return `<main>${title}<p id="score">${escaped(quiz.score)}: ${scoreOf(quiz, answers)}</p></main>`;
  const option = ({ id, text }) =>
    `<label><input type="radio" name="${question.id}" value="${id}"> ${escaped(text)}</label>`;
  return `<main>${title}<fieldset><legend>${escaped(question.ask)}</legend>${question.options.map(option).join("")}</fieldset><button type="button" id="next">${escaped(quiz.next)}</button></main>`;
}
