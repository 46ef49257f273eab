import { draw } from "./page.js";

/** The first page as HTML. */
export const prerender = (quiz) => draw(quiz, 0, {});
