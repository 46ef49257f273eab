// What a person sees: the address, the title, every line of text, and every field with its label.
// Each walk has ids of its own.
const plain = (text) => text.replaceAll(/[⟦⟧]/g, "").replaceAll(/[0-9a-f-]{32,}/g, "ID").replaceAll(/\s+/g, " ").trim();
const fields = [...document.querySelectorAll("input, textarea, select")].filter((field) => field.checkVisibility());
const state = ({ type, checked, value }) => (/^(radio|checkbox)$/.test(type) ? checked : value);
return [
  plain(location.hash),
  plain(document.title),
  ...document.body.innerText.split("\n").map(plain).filter(Boolean),
  ...fields.map((field) => `${plain(field.id)} ${field.type} ${field.value}: ${plain(field.labels?.[0]?.textContent ?? "")}: ${state(field)}`),
];
