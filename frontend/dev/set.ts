/** `?language=ko&journey=13&theme=dark` of the address into the root, as Django would render them. */
const asked = new URLSearchParams(location.search);
const root = document.getElementById("root");
for (const name of ["language", "journey"]) {
  const value = asked.get(name);
  if (root && value) root.dataset[name] = value;
}
const theme = asked.get("theme");
if (theme) document.documentElement.dataset.theme = theme;

export {};
