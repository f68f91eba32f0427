// What the shell does by itself: colours, the width of the rail, and closing its menu. Choices are
// cookies, so that the server draws the next page right from the start.
const root = document.documentElement;

function remember(name, value) {
  document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`;
}

function chooseTheme(choice) {
  remember("theme", choice);
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-choice]"))
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
}

function toggleRail() {
  const isWide = document.body.classList.toggle("rail-wide");
  remember("rail", isWide ? "wide" : "narrow");
  document.querySelector("[data-rail]")?.setAttribute("aria-expanded", String(isWide));
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-choice]");
  if (theme) chooseTheme(theme.dataset.themeChoice);
  if (event.target.closest("[data-rail]")) toggleRail();
  const menu = document.querySelector(".rail-user[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".rail-user[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (event.key === "[" && isPlain && !isTyping) toggleRail();
});
