/** The colour of a site on our page: taken over only as a colour, and made readable in light and dark. */

const HEX = /^#[0-9a-f]{6}$/i;
const READABLE = 4.5;
const PAPER = { light: [226, 240, 242], dark: [27, 64, 74] };   // the grounds of our page that are hardest to read on

const parse = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const write = (rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
const mix = (one, other, share) => one.map((part, index) => part + (other[index] - part) * share);

function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, as WCAG measures it. */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** That colour, or the nearest darker (on light paper) or lighter one (on dark paper) that can be read there. */
export function readable(hex, paper) {
  const towards = paper === "light" ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share < 1; share += 0.04) {
    const tried = mix(parse(hex), towards, share);
    if (contrast(tried, PAPER[paper]) >= READABLE) return write(tried);
  }
  return write(towards);
}

/** Takes over a site's colour and its wish for light or dark; anything else than those is passed over. */
export function dress({ accent, theme }, root = document.documentElement) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (!HEX.test(accent)) return;
  root.style.setProperty("--accent-light", readable(accent, "light"));
  root.style.setProperty("--accent-dark", readable(accent, "dark"));
  root.style.setProperty("--brand", readable(accent, "light"));
}
