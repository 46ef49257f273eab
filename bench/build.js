// Builds the peers: `node build.js QUIZ OUT`. QUIZ is the JSON that `cargo xtask bench` makes of the built-in quiz,
// so that all have the same questions in the same words.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "vite";

const [quizFile, out] = process.argv.slice(2).map((path) => resolve(path));
const quiz = JSON.parse(await readFile(quizFile, "utf8"));
const here = import.meta.dirname;
process.env.NODE_ENV = "production";

async function bundle(root, outDir) {
  await build({
    root,
    base: "./",
    logLevel: "error",
    configFile: false,
    define: { "process.env.NODE_ENV": '"production"' },
    resolve: { alias: { quiz: quizFile } },
    build: { outDir, emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2000 },
  });
}

async function change(file, from, to) {
  const text = await readFile(file, "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(file, text.replace(from, () => to));
}

await rm(out, { recursive: true, force: true });
const place = '<div id="app"></div>';
let first;
for (const peer of ["vanilla", "react", "preact", "survey"]) {
  const folder = join(out, peer);
  await bundle(join(here, "peers", peer), folder);
  if (peer === "survey") continue;
  const { prerender } = await import(`./peers/${peer}/prerender.js`);
  first = prerender(quiz);
  await change(join(folder, "index.html"), place, `<div id="app">${first}</div>`);
}

// The bare page is the first page of the others and its style, and nothing else: no page can be there sooner.
const style = (await readFile(join(here, "quiz.css"), "utf8")).replace(/\/\*.*?\*\/|\n\s*/gs, "");
const bare = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Quiz</title><link rel="icon" href="data:,"><style>${style}</style></head><body>${first}</body></html>\n`;
await mkdir(join(out, "bare"), { recursive: true });
await writeFile(join(out, "bare", "index.html"), bare);

// What pages with a frame of somebody else's load.
const packages = join(here, "node_modules");
await mkdir(join(out, "hosts"), { recursive: true });
for (const [from, to] of [
  ["@typeform/embed/build/embed.js", "typeform.js"],
  ["@typeform/embed/build/css/widget.css", "typeform.css"],
  ["@iframe-resizer/parent/index.umd.js", "iframe-resizer.js"],
  ["@iframe-resizer/child/index.umd.js", "iframe-resizer-child.js"],
]) {
  await cp(join(packages, from), join(out, "hosts", to));
}
await bundle(join(here, "hosts/giscus"), join(out, "hosts/giscus"));
