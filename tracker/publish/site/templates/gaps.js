/* Any two axes crossed, among the works that the other axes leave: what is asked stands in the
   address bar, the works come from data.js, the axes from axes.js. Texts are set as text. */
"use strict";

(() => {
  const { axes, about, until, question } = globalThis.CROSS;
  const NONE = "-"; // no label of an axis
  const ALL = ""; // whatever a work has there
  const section = document.getElementById("crossing");
  const form = section.querySelector("form");
  const told = document.getElementById("crossed");
  const table = section.querySelector("table");
  const field = form.elements;
  const places = axes.map((_, place) => place);
  const named = axes.map(([, , labels]) => new Map(labels.map(([key, ...rest]) => [key, rest])));
  const works = globalThis.SURVEY.works.map(read);
  let sides = [0, 1]; // the axes that make rows and columns

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /** What a work has on each axis, and whether it is of the last twelve months or those before. */
  function read(work) {
    const keys = work[7].map((label) => globalThis.SURVEY.labels[label][0]);
    const own = axes.map(([, dimensions]) => {
      const found = keys.filter((key) => dimensions.includes(key.split(":")[0]));
      return found.length ? found : [NONE];
    });
    const age = month(until) - month(work[6]);
    return { own, last: age >= 0 && age < 12, before: age >= 12 && age < 24 };
  }

  function month(date) {
    return date.length > 4 ? Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) : NaN;
  }

  /** The works that answer, by row and column; a work counts in each of its labels and in ALL. */
  function count(asked) {
    const [rows, columns] = sides;
    const found = new Map();
    for (const work of works) {
      if (!places.every((place) => asked[place] === ALL || work.own[place].includes(asked[place]))) {
        continue;
      }
      for (const row of [...work.own[rows], ALL]) {
        for (const column of [...work.own[columns], ALL]) {
          const key = `${row}\n${column}`;
          if (!found.has(key)) found.set(key, [0, 0, 0]);
          const tally = found.get(key);
          tally[0]++;
          tally[1] += work.last;
          tally[2] += work.before;
        }
      }
    }
    return (row, column) => found.get(`${row}\n${column}`) ?? [0, 0, 0];
  }

  const retired = (key, place) => named[place].get(key)?.[1] === null;
  const number = (count) => count.toLocaleString("en");

  function trend([all, last, before]) {
    const sign = last > before ? "↑" : last < before ? "↓" : "=";
    return last || before
      ? `${number(all)} (${number(last)}${sign}${number(before)})` : number(all);
  }

  /** The works of a cell in the list of works. */
  function listed(asked) {
    const pairs = places.filter((place) => asked[place] !== ALL).flatMap((place) =>
      asked[place] === NONE
        ? axes[place][1].map((dimension) => [`d.${dimension}`, NONE])
        : [[`d.${asked[place].split(":")[0]}`, asked[place].split(":")[1]]]);
    return pairs.length ? `index.html#${new URLSearchParams(pairs)}` : "index.html";
  }

  /** arXiv's search for a combination, made and shortened as the pages' own (questions.py). */
  function search(asked) {
    const labels = places.filter((place) => asked[place] !== ALL);
    let parts = [...labels.map((place) => named[place].get(asked[place])[1]), about]
      .map((phrases) => [...phrases]).filter((phrases) => phrases.length);
    const length = (phrases) => phrases.join(question.or).length;
    for (;;) {
      const rows = parts.map((phrases, n) => question.row
        .replaceAll("{n}", n).replace("{phrases}", () => phrases.join(question.or)));
      const address = question.begin + rows.join("") + question.end;
      if (address.length <= question.longest) return address;
      const several = parts.filter((phrases) => phrases.length > 1);
      (several.length ? several : parts)
        .reduce((longest, one) => (length(one) > length(longest) ? one : longest)).pop();
      parts = parts.filter((phrases) => phrases.length);
    }
  }

  function cell(asked, tally) {
    if (tally[0]) return element("td", {}, element("a", { href: listed(asked) }, trend(tally)));
    const empty = asked.includes(NONE) || asked.some(retired) || asked.every((one) => one === ALL);
    return element("td", { class: "faint" },
      empty ? "0" : element("a", { href: search(asked) }, "none"));
  }

  function show() {
    const [rows, columns] = sides;
    const asked = places.map((place) =>
      sides.includes(place) ? ALL : field[`in.${axes[place][0]}`].value);
    const tally = count(asked);
    const at = (row, column) => asked.map((one, place) =>
      place === rows ? row : place === columns ? column : one);
    const heads = (place) => [...named[place].keys(), NONE, ALL];
    const name = (place, key) =>
      key === ALL ? "All" : key === NONE ? "no label" : named[place].get(key)[0];
    const top = heads(columns).map((key) => element("th", { scope: "col" }, name(columns, key)));
    table.replaceChildren(
      element("thead", {}, element("tr", {}, element("td", {}), ...top)),
      element("tbody", {}, ...heads(rows).map((row) => element("tr", {},
        element("th", { scope: "row" }, name(rows, row)),
        ...heads(columns).map((column) => cell(at(row, column), tally(row, column)))))));
    const inUse = (place) => [...named[place].keys()].filter((key) => !retired(key, place));
    const pairs = inUse(rows).flatMap((row) =>
      inUse(columns).map((column) => tally(row, column)[0]));
    const empty = pairs.filter((count) => !count).length;
    const [total] = tally(ALL, ALL);
    told.textContent = `${number(total)} work${total === 1 ? "" : "s"}; ` +
      `${number(empty)} of ${number(pairs.length)} combinations empty`;
  }

  /** Rows and columns are two axes; those cannot be restricted as well. */
  function settle(changed) {
    const chosen = ["rows", "columns"].map((side) => field[side].selectedIndex);
    if (chosen[0] === chosen[1]) { // the other side takes the axis that this one had
      const other = changed === "columns" ? 0 : 1;
      chosen[other] = [sides[1 - other], ...places].find((place) => place !== chosen[other]);
    }
    sides = chosen;
    field.rows.selectedIndex = sides[0];
    field.columns.selectedIndex = sides[1];
    for (const place of places) {
      field[`in.${axes[place][0]}`].closest("label").hidden = sides.includes(place);
    }
  }

  /** What is asked, as the address bar has it; empty for the first two axes and all works. */
  function state() {
    const pairs = [];
    if (sides[0] !== 0 || sides[1] !== 1) {
      pairs.push(["rows", field.rows.value], ["columns", field.columns.value]);
    }
    for (const place of places) {
      const { name, value } = field[`in.${axes[place][0]}`];
      if (!sides.includes(place) && value) pairs.push([name, value]);
    }
    return new URLSearchParams(pairs).toString();
  }

  function fill(parameters) {
    const select = (one, value, otherwise) => {
      one.value = value ?? "";
      if (one.selectedIndex === -1) one.selectedIndex = otherwise;
    };
    select(field.rows, parameters.get("rows"), 0);
    select(field.columns, parameters.get("columns"), 1);
    for (const [key] of axes) select(field[`in.${key}`], parameters.get(`in.${key}`), 0);
  }

  const here = () => location.hash.slice(1);

  function visit(event) {
    if (event && here() && !here().includes("=")) return; // a place in the page, not a question
    fill(new URLSearchParams(here()));
    settle();
    show();
  }

  form.addEventListener("input", (event) => {
    settle(event.target.name);
    show();
    const bare = location.href.split("#")[0];
    if (state() !== here()) history.pushState(null, "", state() ? `${bare}#${state()}` : bare);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", visit);
  section.hidden = false;
  visit();
})();
