import { createElement, useLayoutEffect, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import { makeQuiz } from "../../quiz.js";
import quiz from "quiz";

const Quiz = makeQuiz({ createElement, useLayoutEffect, useState });
hydrateRoot(document.getElementById("app"), createElement(Quiz, { quiz }));
