// Forms of data sources and actions: rows are added and removed, and what the chosen sign-in
// does not need is not shown. Without it every form works: two rows are always spare.
"use strict";

(() => {
  // What each value of a choice needs; a field that no value names is always shown.
  const NEEDED = {
    auth: {
      basic: ["auth_user", "auth_secret"],
      api_key: ["auth_name", "auth_place", "auth_secret"],
      bearer: ["auth_secret"],
      none: [],
    },
    method: {
      POST: ["body"], PUT: ["body"], PATCH: ["body"], GET: [], DELETE: [],
    },
  };

  function renumber(row, number) {
    for (const input of row.querySelectorAll("[name]")) {
      input.name = input.name.replace(/-\d+-([a-z_]+)$/, `-${number}-$1`);
    }
  }

  function empty(row) {
    for (const input of row.querySelectorAll("input")) {
      if (input.type === "checkbox") input.checked = false;
      else input.value = "";
    }
    for (const select of row.querySelectorAll("select")) select.selectedIndex = 0;
  }

  function addRow(rows) {
    const body = rows.querySelector("tbody");
    const numbers = [...body.querySelectorAll("[name]")].map((input) =>
      Number(input.name.match(/-(\d+)-[a-z_]+$/)?.[1] ?? 0),
    );
    const row = body.lastElementChild.cloneNode(true);
    renumber(row, Math.max(...numbers) + 1);
    empty(row);
    body.append(row);
    row.querySelector("input")?.focus();
  }

  function removeRow(row) {
    const body = row.parentElement;
    if (body.children.length > 1) row.remove();
    else empty(row);
    (body.lastElementChild.querySelector("input") ?? body).focus();
  }

  // The closest box that holds both a choice and its fields: one inline, or the whole form.
  const boxOf = (input) => input.closest(".inline-related") ?? input.form;

  function showNeeded(select) {
    const choice = select.name.match(/(?:^|-)(auth|method)$/)?.[1];
    const box = choice && boxOf(select);
    if (!box) return;
    const needed = NEEDED[choice][select.value] ?? [];
    for (const field of new Set(Object.values(NEEDED[choice]).flat())) {
      for (const row of box.querySelectorAll(`.form-row.field-${field}`)) {
        if (boxOf(row.querySelector("[name]") ?? row) === box) row.hidden = !needed.includes(field);
      }
    }
  }

  function liven(root) {
    for (const button of root.querySelectorAll(".rows-add, .rows-remove")) button.hidden = false;
    for (const select of root.querySelectorAll("select")) showNeeded(select);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".rows-add, .rows-remove");
    if (!button) return;
    if (button.classList.contains("rows-add")) addRow(button.closest(".rows"));
    else removeRow(button.closest("tr"));
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) showNeeded(event.target);
  });
  document.addEventListener("formset:added", (event) => liven(event.target));
  document.addEventListener("DOMContentLoaded", () => liven(document));
})();
