// Meddles with the page as browsers' translators and extensions do: `HOW` is set above it.
{
  const mark = (text) => `⟦${text}⟧`;
  const isMarked = (text) => text.startsWith("⟦");
  const SPARED = "script, style, title, textarea, option, noscript, svg";
  const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() && !node.parentElement?.closest(SPARED);

  const meddle = {
    /** A translator that takes the text away and puts its own in the place, in two elements. */
    replaces(text) {
      if (text.parentElement.localName === "font") return;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = mark(text.data);
      outer.append(inner);
      text.replaceWith(outer);
    },
    /** One that keeps the text, inside of an element of its own, and comes back for it up to three times. */
    wraps(text) {
      let depth = 0;
      for (let at = text.parentElement; at?.localName === "font"; at = at.parentElement) depth += 1;
      if (depth >= 3) return;
      const font = document.createElement("font");
      text.replaceWith(font);
      font.append(text);
    },
    /** An extension that writes its own words into the page's text. */
    rewrites(text) {
      if (!isMarked(text.data)) text.data = mark(text.data);
    },
  }[HOW];

  /** What a password manager or a writing aid puts beside fields and at the end of the page. */
  function inject(beside, how) {
    const own = document.createElement("x-extension");
    own.attachShadow({ mode: "open" }).textContent = "extension";
    beside[how](own);
  }

  function visit(node) {
    if (isText(node)) return meddle(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (HOW === "rewrites") {
      const fields = [node, ...node.querySelectorAll("*")].filter((one) => one.matches("input, textarea, select"));
      for (const field of fields) if (field.nextSibling?.localName !== "x-extension") inject(field, "after");
    }
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) if (isText(texts.currentNode)) found.push(texts.currentNode);
    found.forEach(meddle);
  }

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      for (const node of type === "characterData" ? [target] : addedNodes) if (node.isConnected) visit(node);
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
  if (HOW === "rewrites") addEventListener("load", () => inject(document.body, "append"));
}
