// The fields of an event type as a table, and fields read from what is pasted beside it.
// The text area below the table is what is sent; without this script it is edited itself.
"use strict";

(() => {
  const PARTS = ["path", "type", "name", "required", "pii"];

  function parsed(text) {
    try {
      const found = JSON.parse(text || "[]");
      const isList = Array.isArray(found);
      return isList && found.every((row) => row && typeof row === "object") ? found : null;
    } catch {
      return null;
    }
  }

  class Table {
    constructor(root) {
      this.root = root;
      this.area = root.querySelector("textarea");
      this.table = root.querySelector("table");
      this.body = root.querySelector("tbody");
      this.template = root.querySelector("template");
      this.form = this.area.form;
    }

    // What cannot be shown as a table (a draft with a mistake in it) stays text.
    start() {
      const rows = parsed(this.area.value);
      if (rows === null) return;
      this.root.dataset.live = "";
      this.table.hidden = false;
      for (const row of rows) this.add(row);
      if (!rows.length) this.add({});
      const add = this.root.querySelector(".fields-add");
      add.hidden = false;
      add.addEventListener("click", () => this.add({}).querySelector("input").focus());
      this.root.addEventListener("input", () => this.write());
      this.root.addEventListener("change", () => this.write());
      this.root.addEventListener("click", (event) => {
        const button = event.target.closest(".fields-remove");
        if (button) this.remove(button.closest("tr"));
      });
      this.offerPaste();
    }

    add(row) {
      const made = this.template.content.firstElementChild.cloneNode(true);
      for (const part of PARTS) {
        const input = made.querySelector(`[data-part="${part}"]`);
        if (input.type === "checkbox") input.checked = row[part] === true;
        else if (row[part] !== undefined) show(input, String(row[part]));
      }
      this.body.append(made);
      return made;
    }

    remove(row) {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next ?? this.add({})).querySelector("input").focus();
      this.write();
    }

    rows() {
      return [...this.body.children].map(read).filter((row) => row.path);
    }

    write() {
      this.area.value = JSON.stringify(this.rows(), null, 2);
    }

    offerPaste() {
      const box = this.form.querySelector('textarea[name="pasted"]');
      if (!box) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button fields-read";
      button.textContent = this.root.dataset.read;
      const said = document.createElement("p");
      said.className = "fields-said";
      said.setAttribute("role", "status");
      const place = document.createElement("div");
      place.className = "fields-paste";
      place.append(button, said);
      (box.closest(".flex-container") ?? box).after(place);
      button.addEventListener("click", () => this.paste(box, said));
    }

    async paste(box, said) {
      said.textContent = "";
      delete said.dataset.failed;
      const found = await this.ask(box.value);
      if (found.failed) {
        said.dataset.failed = "";
        said.textContent = found.failed;
        return;
      }
      said.textContent = this.taken(found);
      box.value = "";
    }

    async ask(text) {
      const token = this.form.querySelector('[name="csrfmiddlewaretoken"]').value;
      try {
        const answer = await fetch(this.root.dataset.url, {
          method: "POST",
          credentials: "same-origin",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token },
          body: JSON.stringify({ text }),
        });
        const body = await answer.json();
        return answer.ok ? body : { failed: body.errors?.[0]?.detail || body.detail };
      } catch {
        return { failed: this.root.dataset.failed };
      }
    }

    // Puts what was found into the table and the empty fields around it; says what it did.
    taken(found) {
      const there = new Set(this.rows().map((row) => row.path));
      const fresh = found.fields.filter((row) => !there.has(row.path));
      for (const row of [...this.body.children]) if (!read(row).path) row.remove();
      for (const row of fresh) this.add(row);
      this.write();
      this.suggest(found.suggested);
      const words = this.root.dataset;
      const lines = [
        words.readSome.replace("{found}", found.fields.length).replace("{added}", fresh.length),
      ];
      if (found.left_out.length) {
        const paths = found.left_out.map((one) => one.path).join(", ");
        lines.push(words.leftOut.replace("{paths}", paths));
      }
      if (found.not_checked.length) {
        lines.push(words.notChecked.replace("{words}", found.not_checked.join(", ")));
      }
      return lines.join("\n");
    }

    suggest(said) {
      this.fill("name", said.name);
      this.fill("xdm_event_id", said.xdm_event_id);
      this.fill("xdm_schema", said.xdm_schema);
      const key = this.form.querySelector('[name="key"]')?.value || this.root.dataset.key;
      if (said.key_path && key) this.fill("key_expression", `@{${key}.${said.key_path}}`);
    }

    fill(name, text) {
      const input = this.form.querySelector(`[name="${name}"]`);
      if (!input || input.value.trim() || !text) return;
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // A type that the list does not have (an older spelling) is shown as it is.
  function show(input, text) {
    if (input.tagName === "SELECT" && ![...input.options].some((one) => one.value === text)) {
      input.append(new Option(text, text));
    }
    input.value = text;
  }

  function read(row) {
    const found = {};
    for (const part of PARTS) {
      const input = row.querySelector(`[data-part="${part}"]`);
      if (input.type !== "checkbox") found[part] = input.value.trim();
      else if (input.checked) found[part] = true;
    }
    return found;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const root of document.querySelectorAll(".fields")) new Table(root).start();
  });
})();
