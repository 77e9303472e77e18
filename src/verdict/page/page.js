"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const filter = byId("filter");
  const onlyFindings = byId("only-findings");
  const onlyDrift = byId("only-drift");
  const count = byId("count");
  const none = byId("none");
  const tip = byId("tip");
  const frame = document.querySelector(".frame");
  const head = [...document.querySelectorAll("thead th")].map((cell) => cell.querySelector("b").textContent);
  const body = byId("rows");
  const rows = [...body.rows];
  const items = [...byId("findings").children];
  document.documentElement.classList.add("js");

  // the filter, which the address keeps, so that a view can be sent to somebody

  let texts = null;

  // what a row says, and what the findings say to which it leads
  const read = () => {
    const said = new Map(items.map((item) => [item.id, item.textContent.toLowerCase()]));
    const row = (row) => {
      let text = row.textContent.toLowerCase();
      if (row.id) {
        for (const link of row.querySelectorAll("a.m")) text += "\n" + said.get(link.hash.slice(1));
      }
      return text;
    };
    return { rows: rows.map(row), items: [...said.values()] };
  };

  const number = (count, what) => count.toLocaleString("en") + " " + what + (count === 1 ? "" : "s");

  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !texts) texts = read();
    const matches = (text) => words.every((word) => text.includes(word));
    let shown = 0;
    rows.forEach((row, at) => {
      const isShown =
        (!onlyFindings.checked || row.classList.contains("f")) &&
        (!onlyDrift.checked || row.classList.contains("x")) &&
        (!words.length || matches(texts.rows[at]));
      if (row.hidden === isShown) row.hidden = !isShown;
      if (isShown) shown += 1;
    });
    let found = 0;
    items.forEach((item, at) => {
      item.hidden = words.length > 0 && !matches(texts.items[at]);
      if (!item.hidden) found += 1;
    });
    const isWhole = shown === rows.length && found === items.length;
    const keys = isWhole ? number(shown, "key") : shown.toLocaleString("en") + " of " + number(rows.length, "key");
    count.textContent = keys + ", " + number(found, "finding");
    none.hidden = shown > 0;
    none.textContent = rows.length ? "Nothing matches." : "There are no keys.";
    hide();
    if (at && at.parentElement.hidden) move(null);
  };

  const write = () => {
    const only = [onlyFindings.checked && "findings", onlyDrift.checked && "drift"].filter(Boolean);
    const parts = [];
    if (filter.value) parts.push("filter=" + encodeURIComponent(filter.value));
    if (only.length) parts.push("only=" + only.join(","));
    try {
      history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
    } catch {
      // a page in a frame may not, and is filtered all the same
    }
  };

  const follow = () => {
    const hash = location.hash.slice(1);
    if (hash.includes("=")) {
      const said = new URLSearchParams(hash);
      filter.value = said.get("filter") || "";
      const only = (said.get("only") || "").split(",");
      onlyFindings.checked = only.includes("findings");
      onlyDrift.checked = only.includes("drift");
      apply();
    } else if (hash) {
      reveal(byId(hash));
    }
  };

  // shows what a link leads to, even if the filter hides it
  const reveal = (target) => {
    if (!target) return;
    const part = target.closest("tr, li");
    if (part && part.hidden) {
      filter.value = "";
      onlyFindings.checked = onlyDrift.checked = false;
      apply();
    }
    if (target.tagName === "DETAILS") target.open = true;
    const cell = target.tagName === "TR" ? target.cells[0] : target.closest("#rows td, #rows th");
    if (cell) move(cell);
    else target.tabIndex = -1;
    (cell || target).scrollIntoView({ block: "center", inline: "nearest" });
    (cell || target).focus({ preventScroll: true });
  };

  const changed = () => {
    apply();
    write();
  };
  filter.addEventListener("input", changed);
  onlyFindings.addEventListener("change", changed);
  onlyDrift.addEventListener("change", changed);
  window.addEventListener("hashchange", follow);

  // from cell to cell: one of them is in the order of the Tab key

  let at = null;

  const move = (cell) => {
    if (at) at.removeAttribute("tabindex");
    at = cell || (rows.find((row) => !row.hidden) || { cells: [] }).cells[0] || null;
    if (at) at.tabIndex = 0;
  };

  const next = (row, step) => {
    let one = row;
    do {
      one = step > 0 ? one.nextElementSibling : one.previousElementSibling;
    } while (one && one.hidden);
    return one;
  };

  const steps = (row, many) => {
    let here = row;
    for (let left = Math.abs(many); left > 0; left -= 1) here = next(here, many) || here;
    return here;
  };

  const goes = (event, cell) => {
    const row = cell.parentElement;
    const cells = (there) => (there ? there.cells[cell.cellIndex] : null);
    switch (event.key) {
      case "ArrowDown":
        return cells(next(row, 1));
      case "ArrowUp":
        return cells(next(row, -1));
      case "PageDown":
        return cells(steps(row, 10));
      case "PageUp":
        return cells(steps(row, -10));
      case "ArrowRight":
        return cell.nextElementSibling;
      case "ArrowLeft":
        return cell.previousElementSibling;
      case "Home":
        return event.ctrlKey ? rows.find((row) => !row.hidden).cells[0] : row.cells[0];
      case "End":
        return event.ctrlKey ? rows.findLast((row) => !row.hidden).cells[0] : row.cells[row.cells.length - 1];
      default:
        return undefined;
    }
  };

  body.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (event.target !== cell || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      const link = cell.querySelector("a.m");
      if (link) link.click();
      return;
    }
    const there = goes(event, cell);
    if (there === undefined) return;
    event.preventDefault();
    if (there) {
      move(there);
      there.focus();
    }
  });

  body.addEventListener("click", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.target.closest("a") || String(getSelection())) return;
    move(cell);
    cell.focus({ preventScroll: true });
  });

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest && event.target.closest("input");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      filter.focus();
      filter.select();
    } else if (event.key === "Escape") {
      if (!tip.hidden) {
        hide();
      } else if (event.target === filter && filter.value) {
        event.preventDefault();
        filter.value = "";
        changed();
      }
    }
  });

  // what a cell says at length, under the pointer and at the cell that has the focus

  let told = null;
  let below = null;
  let waiting = 0;

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  const isCut = (part) => part && (part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1);

  const parts = (cell) => {
    const [value, origin, shadows, note] = ["samp", "cite", "s", "small"].map((name) => cell.querySelector(name));
    const marks = [...cell.querySelectorAll(".m")];
    if (!shadows && !marks.length && !isCut(value) && !isCut(note)) return null;
    const key = [...cell.parentElement.cells[0].childNodes].filter((node) => node.nodeName === "I" || node.nodeType === 3);
    const name = key.map((node) => node.textContent).join("");
    const made = [element("p", cell.cellIndex ? name + " in " + head[cell.cellIndex] : name, "at")];
    if (value) made.push(element("p", value.textContent, "value"));
    if (note && !value) made.push(element("p", note.textContent));
    if (origin) {
      const list = element("dl", "");
      list.append(element("dt", "from"), element("dd", origin.textContent));
      if (shadows) {
        shadows.textContent.split("\n").forEach((one, at) => {
          list.append(element("dt", at ? "" : "over"), element("dd", one, "over"));
        });
      }
      made.push(list);
    }
    for (const mark of marks) {
      const said = element("div", "", "said");
      said.append(element("span", mark.textContent, mark.className));
      const finding = mark.hash && byId(mark.hash.slice(1));
      if (finding) {
        for (const line of finding.querySelectorAll("p:not(.in)")) said.append(element("p", line.textContent, line.className));
      } else if (mark.nextElementSibling && mark.nextElementSibling.tagName === "Q") {
        said.append(element("p", mark.nextElementSibling.textContent));
      }
      made.push(said);
    }
    return made;
  };

  // beneath what was pointed at, or the cell that has the focus
  const place = () => {
    if (tip.hidden || !told) return;
    const cell = (below || told).getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const gap = below ? 4 : -3;
    const left = Math.max(12, Math.min(cell.left + (below ? -14 : 8), innerWidth - box.width - 12));
    const isBelow = cell.bottom + box.height < innerHeight || cell.top < box.height;
    tip.style.left = left + "px";
    tip.style.top = Math.max(4, Math.min(isBelow ? cell.bottom + gap : cell.top - box.height - gap, innerHeight - box.height - 4)) + "px";
  };

  const show = (cell, part) => {
    clearTimeout(waiting);
    if (cell === told && part === below) return;
    hide();
    told = cell;
    below = part;
    const made = cell && parts(cell);
    if (!made) return;
    tip.replaceChildren(...made);
    tip.hidden = false;
    cell.setAttribute("aria-describedby", "tip");
    place();
  };

  const hide = () => {
    clearTimeout(waiting);
    if (told) told.removeAttribute("aria-describedby");
    tip.hidden = true;
  };

  const leave = () => {
    clearTimeout(waiting);
    // long enough to reach the tooltip itself
    waiting = setTimeout(() => {
      hide();
      told = below = null;
    }, 200);
  };

  body.addEventListener("mouseover", (event) => {
    const part = event.target.closest("s, .m, samp, small");
    if (!part) {
      leave();
      return;
    }
    clearTimeout(waiting);
    waiting = setTimeout(() => show(part.closest("td, th"), part), 120);
  });
  body.addEventListener("mouseleave", leave);
  tip.addEventListener("mouseenter", () => clearTimeout(waiting));
  tip.addEventListener("mouseleave", leave);
  body.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td, th");
    if (event.target === cell && cell.matches(":focus-visible")) show(cell, null);
  });
  body.addEventListener("focusout", () => {
    hide();
    told = below = null;
  });
  // whether there are columns to the right of what is seen
  const edge = () => {
    const isMore = frame.scrollLeft + frame.clientWidth < frame.scrollWidth - 1;
    frame.parentElement.classList.toggle("more", isMore);
  };

  const moved = () => {
    place();
    edge();
  };
  frame.addEventListener("scroll", moved, { passive: true });
  window.addEventListener("resize", moved);

  // some browsers take a table that is laid out as a grid for none
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const part of frame.querySelectorAll("table, thead, tbody, tr, td, th")) {
    part.setAttribute("role", roles[part.tagName] || (part.scope === "col" ? "columnheader" : "rowheader"));
  }

  // links in cells are reached from the cell, by Enter
  for (const link of body.querySelectorAll("a")) link.tabIndex = -1;
  frame.removeAttribute("tabindex");
  move(null);
  apply();
  follow();
  edge();
})();
