import { Model } from "survey-core";
import "survey-js-ui";
import "survey-core/survey-core.fontless.min.css";
import { scoreOf } from "../../quiz.js";
import quiz from "quiz";

const survey = new Model({
  title: quiz.title,
  showQuestionNumbers: "off",
  pageNextText: quiz.next,
  completeText: quiz.next,
  completedHtml: `<p id="score">${quiz.score}: {score}</p>`,
  pages: quiz.questions.map(({ id, ask, options }) => ({
    elements: [{ type: "radiogroup", name: id, title: ask, choices: options.map(({ id, text }) => ({ value: id, text })) }],
  })),
});
survey.onCompleting.add(() => survey.setVariable("score", scoreOf(quiz, survey.data)));
survey.onAfterRenderSurvey.add(() => performance.mark("live"));
survey.render(document.getElementById("app"));
