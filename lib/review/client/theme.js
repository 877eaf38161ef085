import { byId } from "./elements.js";

const THEMES = ["auto", "light", "dark"];

/** Lets the reader choose between light and dark; at first the system's choice holds. */
export function setUpTheme() {
  const button = byId("theme");
  let theme = stored();
  const show = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    store(theme);
    show();
  });
  show();
}

/** Files opened from disk may have no storage. */
function stored() {
  try {
    const theme = localStorage.getItem("review-theme");
    return THEMES.includes(theme) ? theme : "auto";
  } catch {
    return "auto";
  }
}

function store(theme) {
  try {
    localStorage.setItem("review-theme", theme);
  } catch {
    // It holds until the page is closed.
  }
}
