// What makes reading easier where scripts run; every page works without.
"use strict";
document.documentElement.classList.add("scripted");

// On a phone the filters come before the results: closed until they are wanted.
const narrowing = document.querySelector(".narrowing");
if (narrowing && matchMedia("(max-width: 48rem)").matches) narrowing.open = false;

const text = document.getElementById("text");
const card = document.getElementById("card");
if (text && card) {
  const marks = [...text.querySelectorAll(".m")];
  const first = (mark) => marks.find((other) => other.dataset.m === mark.dataset.m) || mark;
  let shown = null;
  let returning = false;

  const find = (name) => card.querySelector(".card-" + name);
  const show = (mark, pin) => {
    shown = mark;
    find("label").textContent = mark.dataset.label;
    find("score").textContent = mark.dataset.score;
    find("value").textContent = mark.dataset.value;
    const link = find("to");
    link.textContent = mark.dataset.to ? (mark.dataset.name || mark.dataset.to) + " →" : "";
    if (mark.dataset.to) link.href = mark.dataset.to;
    else link.removeAttribute("href");
    card.querySelectorAll(".card-mention").forEach((field) => { field.value = mark.dataset.m.split(" ")[0]; });
    if (find("select")) {
      find("select").value = mark.dataset.code;
      find("words").value = mark.dataset.words.replace(/\s+/g, " ");
      find("worth").value = "";
      find("worth").placeholder = mark.dataset.value;
    }
    card.classList.toggle("pinned", pin);
    card.hidden = false;
    const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    card.style.left = Math.max(8, Math.min(box.left, wide - card.offsetWidth - 8)) + scrollX + "px";
    const below = box.bottom + card.offsetHeight + 12 < innerHeight || box.top < card.offsetHeight + 12;
    card.style.top = (below ? box.bottom + 6 : box.top - card.offsetHeight - 6) + scrollY + "px";
  };
  const hide = () => {
    const inside = card.contains(document.activeElement);
    card.hidden = true;
    card.classList.remove("pinned");
    if (!inside || !shown) return;
    returning = true;
    shown.focus();
    returning = false;
  };

  // One stop for the Tab key; the arrows go from mention to mention.
  const stops = marks.filter((mark) => first(mark) === mark);
  stops.forEach((mark, place) => {
    mark.tabIndex = place ? -1 : 0;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", `${mark.textContent}: ${mark.title}`);
  });
  marks.forEach((mark) => mark.removeAttribute("title"));
  const step = (mark, by) => {
    const next = stops[(stops.indexOf(first(mark)) + by + stops.length) % stops.length];
    stops.forEach((other) => { other.tabIndex = other === next ? 0 : -1; });
    next.focus();
  };
  text.addEventListener("focusin", (event) => {
    const mark = event.target.closest(".m");
    if (mark && !returning && !card.classList.contains("pinned")) show(mark, false);
  });
  text.addEventListener("keydown", (event) => {
    const mark = event.target.closest(".m");
    if (!mark) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      card.classList.remove("pinned");
      step(mark, event.key === "ArrowRight" ? 1 : -1);
    } else if (event.key === "Enter" || event.key === " ") {
      show(mark, true);
      card.querySelector("a[href], button:not([hidden])").focus();
    } else return;
    event.preventDefault();
  });
  text.addEventListener("mouseover", (event) => {
    const mark = event.target.closest(".m");
    if (card.classList.contains("pinned")) return;
    if (mark) show(mark, false);
    else hide();
  });
  text.addEventListener("mouseleave", () => { if (!card.classList.contains("pinned")) hide(); });
  text.addEventListener("click", (event) => {
    const mark = event.target.closest(".m");
    if (mark) show(mark, true);
  });
  text.addEventListener("focusout", () => { if (!card.classList.contains("pinned")) card.hidden = true; });
  find("close").addEventListener("click", hide);
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("click", (event) => { if (!card.contains(event.target) && !event.target.closest(".m")) hide(); });

  // A record lights the words it rests on.
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.querySelectorAll(".show[data-evidence]").forEach((record) => {
    record.addEventListener("click", (event) => {
      const ids = new Set(record.dataset.evidence.split(" "));
      const lit = marks.filter((mark) => mark.dataset.m.split(" ").some((id) => ids.has(id)));
      if (!lit.length) return; // in another window of a long text: follow the link
      event.preventDefault();
      hide();
      marks.forEach((mark) => mark.classList.toggle("lit", lit.includes(mark)));
      document.querySelectorAll(".records li.lit").forEach((item) => item.classList.remove("lit"));
      document.querySelectorAll(".show[aria-current]").forEach((item) => item.removeAttribute("aria-current"));
      record.closest("li").classList.add("lit");
      record.setAttribute("aria-current", "true");
      history.replaceState(null, "", record.href);
      lit[0].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    });
  });
}
