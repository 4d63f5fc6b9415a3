/* The list of works: search, filters, sorting, and their state in the address bar. No stranger's
   text becomes markup here: everything is set as text, and every link is http or https. */
"use strict";

(() => {
  const FIRST = 30; // rows at first, as the page itself holds them: three screens of a desktop
  const MORE = 200; // rows that the button adds
  const LETTERS = { æ: "ae", ð: "d", đ: "d", ø: "o", œ: "oe", ł: "l", ß: "ss", þ: "th", ı: "i" };
  const UNITS = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

  /** Lower case without diacritics, so that "Müller" and "muller" are one word. */
  function fold(text) {
    const low = text.toLowerCase();
    if (/^[\x00-\x7f]*$/.test(low)) return low;
    return low
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .replace(/[æðđøœłßþı]/g, (letter) => LETTERS[letter]);
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function copying() {
    for (const button of document.querySelectorAll("button.copy")) {
      const source = document.getElementById(button.dataset.from);
      const told = button.parentElement.querySelector(".copied");
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(source.textContent);
          told.textContent = "Copied";
        } catch {
          getSelection().selectAllChildren(source);
          told.textContent = "Selected; copy it with your keyboard";
        }
      });
    }
  }

  /** The works by name instead of by place, with what searching and sorting need. */
  function readWorks(survey) {
    const [facets, labels] = [survey.facets, survey.labels];
    const option = new Map(); // "facet\nvalue" → its number among all options
    for (const [key, values] of facets) {
      for (const value of values) option.set(`${key}\n${value}`, option.size);
    }
    const spot = labels.map(([key]) => {
      const [dimension, value] = key.split(":");
      const facet = facets.findIndex(([name]) => name === `d.${dimension}`);
      return [facet, option.get(`d.${dimension}\n${value}`)];
    });
    const words = labels.map(([, ...texts]) => fold(texts.join(" ")));
    // The options of all works in one row, and where those of each work's facets begin: every
    // change of the form goes over all of them.
    const chosen = [];
    const begins = new Uint32Array(survey.works.length * facets.length + 1);
    const works = survey.works.map((work, place) => {
      const [slug, title, short, name, authors, by, date, own, sizes, links, sure, gone, other,
        kinds] = work;
      const options = facets.map(() => []);
      for (const label of own) {
        const [facet, number] = spot[label];
        if (number !== undefined) options[facet].push(number);
      }
      const has = facets.length - 1;
      for (const kind of kinds) {
        const number = option.get(`has\n${survey.kinds[kind][0]}`);
        if (number !== undefined) options[has].push(number);
      }
      facets.forEach(([key], facet) => {
        const none = option.get(`${key}\n-`);
        if (!options[facet].length && none !== undefined) options[facet].push(none);
        chosen.push(...options[facet]);
        begins[place * facets.length + facet + 1] = chosen.length;
      });
      const text = [fold([title, short, ...authors, other].join("\n")),
        ...own.map((label) => words[label])].join("\n");
      const year = date.slice(0, 4);
      return { slug, title, name, by, date, year, own, sizes, links, sure, gone, text };
    });
    return { works, option, facets, chosen: Uint16Array.from(chosen), begins };
  }

  const parameters = (sizes) =>
    Math.max(0, ...sizes.map((size) => parseFloat(size) * (UNITS[size.slice(-1)] || 0)));

  /** Each order as places of works, made when first asked for; the data come newest first. */
  function orders(works) {
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const places = works.map((_, place) => place);
    const by = (key, direction = 1) => {
      const keys = works.map(key);
      return [...places].sort((a, b) => direction * compare(keys[a], keys[b]) || a - b);
    };
    const make = {
      "": () => places,
      oldest: () => by((work) => work.date || "\uffff"),
      title: () => by((work) => fold(work.name ? `${work.name}: ${work.title}` : work.title)),
      size: () => by((work) => parameters(work.sizes), -1),
    };
    const made = {};
    return (name) => (made[name] ??= (make[name] ?? make[""])());
  }

  function searching(survey, form) {
    const { works, option, facets, chosen, begins } = readWorks(survey);
    const order = orders(works);
    const byId = (id) => document.getElementById(id);
    const [rows, told, none, more, clear, foldButton] =
      ["rows", "told", "none", "more", "clear", "fold"].map(byId);
    const boxes = [...form.querySelectorAll('[type="checkbox"]')];
    const numbered = boxes.filter((box) => option.has(`${box.name}\n${box.value}`));
    const counters = numbered.map((box) => [
      option.get(`${box.name}\n${box.value}`), box.parentElement.querySelector(".count"),
    ]);
    const verified = form.elements.verified;
    const verifiedCount = verified.parentElement.querySelector(".count");
    const facetOf = new Map(facets.map(([key], facet) => [key, facet]));
    const count = (number) => number.toLocaleString("en");
    let found = [];
    let shown = 0;

    /** What the form asks for, as the address bar has it; empty for everything. */
    function asked() {
      const pairs = [...new FormData(form)].filter(([, value]) => value.trim());
      return new URLSearchParams(pairs).toString();
    }

    function fill(parameters) {
      for (const box of boxes) box.checked = parameters.getAll(box.name).includes(box.value);
      for (const name of ["q", "from", "to", "sort"]) {
        form.elements[name].value = parameters.get(name) ?? "";
        if (form.elements[name].selectedIndex === -1) form.elements[name].value = "";
      }
    }

    function look() {
      const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
      const [from, to] = [form.elements.from.value, form.elements.to.value];
      const wanted = new Uint8Array(option.size);
      const active = new Set();
      for (const box of numbered) {
        if (!box.checked) continue;
        wanted[option.get(`${box.name}\n${box.value}`)] = 1;
        active.add(facetOf.get(box.name));
      }
      const answers = (first, last) => {
        for (let at = first; at < last; at++) if (wanted[chosen[at]]) return true;
        return false;
      };
      const counts = new Uint32Array(option.size);
      let sure = 0;
      found = [];
      for (const place of order(form.elements.sort.value)) {
        const work = works[place];
        if ((from && !(work.year >= from)) || (to && !(work.year && work.year <= to))) continue;
        if (!words.every((word) => work.text.includes(word))) continue;
        // A facet counts what would be found if nothing were ticked in it.
        const first = place * facets.length;
        let failed = -1;
        let several = false;
        for (const facet of active) {
          if (answers(begins[first + facet], begins[first + facet + 1])) continue;
          several = failed >= 0;
          failed = facet;
          if (several) break;
        }
        if (several) continue;
        if (failed < 0 && work.sure) sure++;
        if (verified.checked && !work.sure) continue;
        if (failed < 0) found.push(work);
        const begin = begins[failed < 0 ? first : first + failed];
        const end = begins[first + (failed < 0 ? facets.length : failed + 1)];
        for (let at = begin; at < end; at++) counts[chosen[at]]++;
      }
      for (const [number, counter] of counters) counter.textContent = count(counts[number]);
      verifiedCount.textContent = count(sure);
    }

    function row(work) {
      const title = element("a", { class: "title", href: `w/${work.slug}.html` });
      if (work.name) title.append(element("b", {}, element("bdi", {}, work.name)), ": ");
      title.append(element("bdi", {}, work.title));
      const head = element("th", { role: "rowheader", scope: "row" }, title);
      if (work.gone) head.append(element("span", { class: "mark" }, `withdrawn ${work.gone}`));
      if (work.sure) head.append(element("span", { class: "mark sure" }, "verified"));
      if (work.by) head.append(element("p", { class: "by" }, element("bdi", {}, work.by)));
      if (work.own.length) {
        const tags = work.own.map((label) => element("li", {}, survey.labels[label][2]));
        head.append(element("ul", { class: "tags" }, ...tags));
      }
      const cell = (name, ...inside) => element("td", { role: "cell", class: name }, ...inside);
      const links = work.links
        .filter(([, url]) => /^https?:\/\//i.test(url))
        .map(([kind, url]) => element("a", { href: url }, survey.kinds[kind][1]));
      return element("tr", { role: "row" }, head, cell("date", work.date),
        cell("size", work.sizes.join(", ")), cell("links", ...links));
    }

    function show(until) {
      const before = shown;
      rows.append(...found.slice(before, until).map(row));
      shown = Math.min(until, found.length);
      const left = found.length - shown;
      more.hidden = !left;
      more.textContent = `Show ${count(Math.min(left, MORE))} more of ${count(left)}`;
      return rows.children[before];
    }

    function refresh() {
      look();
      rows.replaceChildren();
      shown = 0;
      show(FIRST);
      const all = works.length === found.length;
      const noun = works.length === 1 ? "work" : "works";
      told.textContent = `${count(found.length)}${all ? "" : ` of ${count(works.length)}`} ${noun}`;
      none.hidden = found.length > 0;
      clear.disabled = !asked();
      const ticked = boxes.filter((box) => box.checked).length;
      foldButton.textContent = ticked ? `Filters (${ticked})` : "Filters";
    }

    const here = () => location.hash.slice(1);
    const address = (state) => `${location.href.split("#")[0]}${state && `#${state}`}`;
    const goTo = (state) => state === here() || history.pushState(null, "", address(state));

    let timer = 0;
    let typing = false; // one visit in the history for a whole search, however slowly typed
    form.addEventListener("input", (event) => {
      refresh();
      clearTimeout(timer);
      if (event.target.name !== "q") {
        typing = false;
        const state = asked();
        setTimeout(() => goTo(state)); // the works first: the browser takes its time over this
        return;
      }
      timer = setTimeout(() => {
        if (typing) history.replaceState(null, "", address(asked()));
        else goTo(asked());
        typing = true;
      }, 250);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    clear.addEventListener("click", () => {
      fill(new URLSearchParams());
      refresh();
      goTo("");
      form.elements.q.focus();
    });
    more.addEventListener("click", () =>
      show(shown + MORE)?.querySelector("a")?.focus({ preventScroll: true }));
    foldButton.addEventListener("click", () => {
      const open = byId("facets").classList.toggle("open");
      foldButton.setAttribute("aria-expanded", String(open));
    });
    const read = () => {
      if (here() && !here().includes("=")) return; // a place in the page, not a question
      clearTimeout(timer);
      typing = false;
      fill(new URLSearchParams(here()));
      refresh();
    };
    addEventListener("popstate", read);
    document.querySelector(".skip").addEventListener("click", (event) => {
      event.preventDefault(); // its address would take the place of the question's
      byId("main").focus();
    });
    form.hidden = false;
    read();
  }

  copying();
  const form = document.getElementById("find");
  if (form && globalThis.SURVEY) searching(globalThis.SURVEY, form);
})();
