// Types for pages that are written in TypeScript. Nothing here is needed to use the element.

/** The attributes of `<interview-hindsight>`, all optional. */
export interface InterviewHindsightAttributes {
  /** The language, such as `en-GB`. Without it, as the reader's browser says. */
  locale?: string;
  /** The id of a quiz that was built into the app. Without it, the app's own quiz. */
  quiz?: string;
  /** `learn` leaves out the verdict, the numbers, and the letters that ask for something. */
  show?: "full" | "learn";
  /** The height that is kept free until the frame is there, in px. */
  height?: string;
  /** What assistive technology calls the frame. */
  title?: string;
  "theme-mode"?: "auto" | "light" | "dark";
  /** A colour as `#rrggbb`, or `transparent`. */
  "theme-background"?: string;
  /** A colour as `#rrggbb`. */
  "theme-text"?: string;
  /** A colour as `#rrggbb`. */
  "theme-accent"?: string;
  /** Of boxes and buttons, in whole px from 0 to 24. */
  "theme-radius"?: string;
  "theme-font"?: "default" | "system" | "serif" | "humanist" | "geometric" | "rounded" | "mono";
  "theme-density"?: "comfortable" | "compact";
}

/** How far somebody is. `of` is always the same; no answer changes what is sent. */
export interface HindsightStep {
  stage: number;
  of: number;
}

export interface InterviewHindsightEventMap {
  /** The quiz can be used. Once for each frame. */
  "hindsight-ready": CustomEvent<Record<string, never>>;
  /** Another stage was reached. */
  "hindsight-step": CustomEvent<HindsightStep>;
  /** A result is on the screen. Nothing says which. */
  "hindsight-complete": CustomEvent<Record<string, never>>;
}

/** The element. Style the frame by `interview-hindsight::part(frame)`. */
export interface InterviewHindsightElement extends HTMLElement {
  addEventListener<Type extends keyof InterviewHindsightEventMap>(
    type: Type,
    listener: (this: InterviewHindsightElement, event: InterviewHindsightEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  /** Puts the focus on the heading in the frame. */
  focus(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "interview-hindsight": InterviewHindsightElement;
  }
}
