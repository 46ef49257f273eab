// The quiz of the peers, one question a page, for any library with `createElement` and hooks. It draws what the
// app draws for a question, less everything else that the app does.

/** What a full sheet of answers scores. */
export function scoreOf(quiz, answers) {
  return quiz.questions.reduce((sum, { id, options }) => {
    const chosen = options.find((option) => option.id === answers[id]);
    return sum + (chosen?.points ?? 0);
  }, 0);
}

/** Makes the component. */
export function makeQuiz({ createElement: h, useState, useLayoutEffect }) {
  return function Quiz({ quiz }) {
    const [page, setPage] = useState(0);
    const [answers, setAnswers] = useState({});
    // It runs as soon as the page hears what is done on it.
    useLayoutEffect(() => performance.mark("live"), []);
    const question = quiz.questions[page];
    if (!question) {
      return h("main", null, h("h1", null, quiz.title), h("p", { id: "score" }, `${quiz.score}: ${scoreOf(quiz, answers)}`));
    }
    const option = ({ id, text }) =>
      h(
        "label",
        { key: `${question.id} ${id}` },
        h("input", {
          type: "radio",
          name: question.id,
          value: id,
          checked: answers[question.id] === id,
          onChange: () => setAnswers({ ...answers, [question.id]: id }),
        }),
        " ",
        text,
      );
    return h(
      "main",
      null,
      h("h1", null, quiz.title),
      h("fieldset", null, h("legend", null, question.ask), question.options.map(option)),
      h("button", { type: "button", id: "next", onClick: () => setPage(page + 1) }, quiz.next),
    );
  };
}
