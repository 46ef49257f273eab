import { createElement, hydrate } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { makeQuiz } from "../../quiz.js";
import quiz from "quiz";

const Quiz = makeQuiz({ createElement, useLayoutEffect, useState });
hydrate(createElement(Quiz, { quiz }), document.getElementById("app"));
