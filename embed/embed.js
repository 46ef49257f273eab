// <interview-hindsight>: the quiz in a careers page. How to use it: docs/embedding.md.
//
// The quiz runs in a frame of its own origin. This file makes the frame, hands the page's theme in, and
// gives it the height that it asks for. It hears how far somebody is, and never an answer.

const NS = "interview-hindsight";
const V = 1;
const APP = new URL("embed/", import.meta.url);
const THEME = ["mode", "background", "text", "accent", "radius", "font", "density"].map((token) => `theme-${token}`);
const STEP = 160; // Heights come in steps of this many pixels,
const TALLEST = 60 * STEP; // up to here.
const isWhole = (number) => Number.isInteger(number) && number >= 0 && number <= TALLEST;

class InterviewHindsight extends HTMLElement {
  static observedAttributes = ["locale", "quiz", "show", "height", "title", ...THEME];
  #root = this.attachShadow({ mode: "open" });
  #id = String(crypto.getRandomValues(new Uint32Array(2)));
  #frame;
  #port;
  #sent = 0;
  #heard = 0;
  #acted; // Whether a person did something in the frame; until then the page must not move.
  #ready;
  #changed; // Whether an attribute is another than the frame's name says.

  constructor() {
    super();
    const sheet = new CSSStyleSheet(); // Allowed under any style-src, unlike <style>.
    sheet.replaceSync(":host{display:block}iframe{display:block;inline-size:100%;border:0}");
    this.#root.adoptedStyleSheets = [sheet];
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
    if (!this.#frame || before === now) return;
    if (name === "title") this.#frame.title = this.#title();
    else if (name === "height") this.#reserve();
    else if (name === "quiz" || name === "show") this.#make();
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
    this.#acted = this.#ready = this.#changed = false;
    const frame = (this.#frame = document.createElement("iframe"));
    frame.part = "frame";
    frame.title = this.#title();
    frame.loading = "lazy";
    frame.allow = "clipboard-write; web-share";
    frame.referrerPolicy = "strict-origin";
    // Its name tells the frame what to show before it can be spoken to, and outlives a reload in it.
    frame.name = `${NS} ${JSON.stringify({ id: this.#id, ...this.#given(["locale", "quiz", "show", ...THEME]) })}`;
    frame.src = APP;
    this.#reserve();
    this.#root.replaceChildren(frame);
  }

  #title() {
    return this.title || "Interview Hindsight";
  }

  #given(names) {
    return Object.fromEntries(names.filter((name) => this.hasAttribute(name)).map((name) => [name, this.getAttribute(name).slice(0, 64)]));
  }

  #reserve() {
    const wish = Number(this.getAttribute("height")) || (this.clientWidth < 520 ? 1440 : 1280);
    this.#frame.style.height = `${Math.min(Math.max(wish, STEP), TALLEST)}px`;
  }

  #hangUp() {
    this.#port?.close();
    this.#port = null;
    this.#heard = 0;
  }

  #tell(type, data) {
    this.#port?.postMessage({ ns: NS, v: V, id: this.#id, type, seq: ++this.#sent, data });
  }

  /** Answers our own frame's hello, and nobody else's, with the one end of a new channel. */
  handleEvent({ data, source, origin }) {
    const ours = source && source === this.#frame?.contentWindow && origin === APP.origin && origin !== "null";
    if (!ours || data?.ns !== NS || data.id !== this.#id || data.type !== "hello") return;
    this.#hangUp();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#hear(data);
    source.postMessage({ ns: NS, v: V, id: this.#id, type: "init", seq: ++this.#sent, data: {} }, origin, [port2]);
    if (!this.#changed) return;
    // A frame that was loaded again has only its name to go by.
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
    this.dispatchEvent(new CustomEvent(`hindsight-${type}`, { bubbles: true, detail }));
  }
}

// The page may include this file twice.
customElements.get(NS) ?? customElements.define(NS, InterviewHindsight);
