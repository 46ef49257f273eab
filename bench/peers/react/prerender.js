import { createElement, useLayoutEffect, useState } from "react";
import { renderToString } from "react-dom/server";
import { makeQuiz } from "../../quiz.js";

/** The first page as HTML. */
export const prerender = (quiz) => renderToString(createElement(makeQuiz({ createElement, useLayoutEffect, useState }), { quiz }));
