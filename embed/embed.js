// The quiz in a careers page, in a frame of its own origin: docs/embedding.md. This file hands the theme in, and hears
// how high the frame should be and how far somebody is; never an answer.

const NS = "interview-hindsight";
const APP = new URL("embed/", import.meta.url);
const THEME = ["mode", "background", "text", "accent", "radius", "font", "density"].map((token) => `theme-${token}`);
const NAMED = ["locale", "show", ...THEME];
const STEP = 160; // Of heights, in pixels.
const TALLEST = 60 * STEP;
const STYLE = "display:block;inline-size:100vw;max-inline-size:100%;border:0"; // Full width in a flex box and a float too.
const isWhole = (number) => Number.isInteger(number) && number >= 0 && number <= TALLEST;

class InterviewHindsight extends HTMLElement {
  static observedAttributes = ["quiz", "height", "title", ...NAMED];
  #root = this.attachShadow({ mode: "open" });
  #id = String(crypto.getRandomValues(new Uint32Array(2)));
  #frame;
  #port;
  #sent = 0;
  #heard = 0;
  #acted; // Until a person did something in it, the page must not move.
  #hello; // Whether it said hello, from whatever origin.
  #ready;
  #changed; // Whether an attribute is not as its name says.
  #isPlain; // Whether the frame has its style by itself.

  constructor() {
    super();
    try {
      const sheet = new CSSStyleSheet(); // Allowed under any style-src, unlike <style>.
      sheet.replaceSync(`:host{display:block}iframe{${STYLE}}`);
      this.#root.adoptedStyleSheets = [sheet];
    } catch {
      this.#isPlain = true; // Safari before 16.4.
    }
  }

  connectedCallback() {
    addEventListener("message", this);
    this.#make();
  }

  disconnectedCallback() {
    removeEventListener("message", this);
    this.#hangUp();
    this.#root.replaceChildren();
    this.#frame = null;
  }

  // Without this, moveBefore() would make the frame anew.
  connectedMoveCallback() {}

  attributeChangedCallback(name, before, now) {
    if (!this.#root.firstChild || before === now) return;
    if (name === "quiz" || name === "show") this.#make();
    else if (!this.#frame) return;
    else if (name === "title") this.#frame.title = this.#title();
    else if (name === "height") this.#reserve();
    else {
      this.#changed = true;
      if (name === "locale") this.#tellLocale();
      else this.#tellTheme();
    }
  }

  #tellLocale() {
    this.#tell("locale", { tag: this.getAttribute("locale") ?? "" });
  }

  #tellTheme() {
    this.#tell("theme", this.#given(THEME));
  }

  /** Puts the focus on the heading in the frame. */
  focus() {
    this.#frame?.focus();
    this.#tell("focus", {});
  }

  #make() {
    this.#hangUp();
    this.#acted = this.#hello = this.#ready = this.#changed = false;
    const quiz = this.getAttribute("quiz") || "interview";
    if (!/^\w[\w.-]*$/.test(quiz)) return this.#showLink(`no quiz is called ${quiz}`);
    const frame = (this.#frame = document.createElement("iframe"));
    frame.part = "frame";
    frame.title = this.#title();
    frame.loading = "lazy";
    frame.allow = "clipboard-write; web-share";
    frame.referrerPolicy = "strict-origin";
    // What to show before it can be spoken to, and after a reload.
    frame.name = `${NS} ${JSON.stringify({ id: this.#id, ...this.#given(NAMED) })}`;
    frame.src = APP + (quiz === "interview" ? "" : `quiz/${quiz}/`);
    if (this.#isPlain) frame.style.cssText = STYLE;
    // A hello is sent before it has loaded, and may come later. A frame is loaded once it is near the window.
    frame.onload = () => this.#expectHello(frame, 1000);
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#expectHello(frame, 30000)).observe(frame);
    this.#root.replaceChildren(frame);
    this.#reserve();
  }

  #expectHello(frame, time) {
    setTimeout(() => frame === this.#frame && !this.#hello && this.#showLink(`${frame.src} does not answer, or may not be shown here`), time);
  }

  #showLink(why) {
    console.error(`${NS}: ${why}`);
    this.#frame = null;
    this.#root.replaceChildren(document.createElement("slot"));
  }

  #title() {
    return this.title || "Interview Hindsight";
  }

  #given(names) {
    return Object.fromEntries(names.filter((name) => this.hasAttribute(name)).map((name) => [name, this.getAttribute(name).slice(0, 64)]));
  }

  #reserve() {
    // What the first page asks for, and where it is narrower than this a step more. It says more where frame.js does not
    // know that anything is kept.
    const [first, ...narrow] = /Chrome|Firefox/.test(navigator.userAgent) ? [1440, 500, 360, 285] : [1600, 510, 370, 305];
    const steps = narrow.filter((width) => this.#frame.clientWidth < width).length;
    const wish = Number(this.getAttribute("height")) || first + steps * STEP;
    this.#frame.style.height = `${Math.min(Math.max(wish, STEP), TALLEST)}px`;
  }

  #hangUp() {
    this.#port?.close();
    this.#port = null;
    this.#heard = 0;
  }

  #tell(type, data) {
    this.#port?.postMessage({ ns: NS, v: 1, id: this.#id, type, seq: ++this.#sent, data });
  }

  /** Answers our own frame's hello, and nobody else's. */
  handleEvent({ data, source, origin }) {
    const ours = source && source === this.#frame?.contentWindow;
    if (!ours || data?.ns !== NS || data.id !== this.#id || data.type !== "hello") return;
    this.#hello = true;
    if (origin !== APP.origin || origin === "null") return;
    this.#hangUp();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#hear(data);
    source.postMessage({ ns: NS, v: 1, id: this.#id, type: "init", seq: ++this.#sent, data: {} }, origin, [port2]);
    if (!this.#changed) return;
    this.#tellLocale();
    this.#tellTheme();
  }

  #hear(message) {
    if (message?.ns !== NS || message.id !== this.#id || !(message.seq > this.#heard)) return;
    const { type, data } = message;
    this.#heard = message.seq;
    if (type === "ready" && !this.#ready) {
      this.#ready = true;
      this.#dispatch(type, {});
    } else if (type === "complete") this.#dispatch(type, {});
    else if (type === "step" && isWhole(data?.stage) && isWhole(data.of)) this.#dispatch(type, { stage: data.stage, of: data.of });
    else if (type === "resize" && isWhole(data?.h) && data.h >= STEP) {
      if (this.#acted || data.h > this.#frame.offsetHeight) this.#frame.style.height = `${data.h}px`;
    } else if (type === "scroll" && isWhole(data?.y)) {
      this.#acted = true;
      const top = this.#frame.getBoundingClientRect().top + data.y;
      if (top < 0 || top > innerHeight) scrollBy(0, top - parseFloat(getComputedStyle(this.#frame).scrollMarginTop));
    }
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(`hindsight-${type}`, { bubbles: true, composed: true, detail }));
  }
}

// The page may include this file twice.
customElements.get(NS) ?? customElements.define(NS, InterviewHindsight);
