"use strict";
(() => {
  const box = document.getElementById("search"), count = document.getElementById("count");
  const pages = [...document.querySelectorAll("article")], sections = [...document.querySelectorAll("main > section")];
  let texts = null, timer = 0, hits = [];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  function find() {
    const wanted = fold(box.value.trim());
    texts = texts || pages.map((page) => fold(page.textContent));
    for (const hit of hits) hit.classList.remove("hit");
    hits = [];
    let shown = 0;
    pages.forEach((page, at) => {
      page.hidden = wanted !== "" && !texts[at].includes(wanted);
      if (page.hidden || wanted === "") return;
      shown += 1;
      for (const part of page.querySelectorAll("h3, .entry, .list tbody tr, text")) {
        if (fold(part.textContent).includes(wanted)) { part.classList.add("hit"); hits.push(part); }
      }
    });
    for (const section of sections) {
      section.hidden = wanted !== "" && !section.querySelector("article:not([hidden])");
      const chips = section.querySelector(".chips");
      if (chips) chips.hidden = wanted !== "";
    }
    count.textContent = wanted === "" ? "" : count.dataset.said.replace("#", shown);
  }
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 150); });
  document.getElementById("print").addEventListener("click", () => window.print());
})();
