import { createElement } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { renderToString } from "preact-render-to-string";
import { makeQuiz } from "../../quiz.js";

/** The first page as HTML. */
export const prerender = (quiz) => renderToString(createElement(makeQuiz({ createElement, useLayoutEffect, useState }), { quiz }));
