// Makes services/gateway/static/built from the packages of package-lock.json and the sources beside this file:
// one stylesheet, one script, two cuts of the font. Run at set-up by deploy/local/bootstrap.sh.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../../../node_modules");
const built = join(here, "../static/built");

// A phone should not fetch letters that no Vietnamese or English page shows: half of each file of the font.
const ASCII = String.fromCharCode(...Array.from({ length: 95 }, (_, number) => 32 + number));
const PLAIN = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY";
const TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];
const VIETNAMESE = "đĐ" + [...PLAIN].flatMap((letter) => TONES.map((tone) => (letter + tone).normalize("NFC"))).join("");
// The font comes as one file for the letters of Latin 1 and one for the rest of the Vietnamese ones.
const LETTERS = {
  latin: ASCII + "–—‘’“”…·×" + [...VIETNAMESE].filter((letter) => letter > "~" && letter <= "\xff").join(""),
  vietnamese: [...VIETNAMESE].filter((letter) => letter > "\xff").join("") + "₫",
};
const WEIGHTS = [400, 600];

async function fonts() {
  const faces = [];
  for (const weight of WEIGHTS) {
    for (const [script, letters] of Object.entries(LETTERS)) {
      const name = `be-vietnam-pro-${script}-${weight}-normal.woff2`;
      const whole = await readFile(join(packages, "@fontsource/be-vietnam-pro/files", name));
      // alternates that only a feature of the font would show are nobody's letters either
      const cut = await subsetFont(whole, letters, { targetFormat: "woff2", noLayoutClosure: true });
      await writeFile(join(built, name), cut);
      const digest = createHash("sha256").update(cut).digest("hex").slice(0, 10);
      faces.push(face(weight, `${name}?v=${digest}`, letters));
    }
  }
  return faces.join("");
}

function face(weight, address, letters) {
  return `@font-face{font-family:"Be Vietnam Pro";font-style:normal;font-weight:${weight};font-display:swap;`
    + `src:url("${address}") format("woff2");unicode-range:${ranges(letters)}}`;
}

function ranges(letters) {
  const runs = [];
  for (const point of [...new Set(letters)].map((letter) => letter.codePointAt(0)).sort((one, other) => one - other)) {
    if (runs.length && runs.at(-1)[1] === point - 1) runs.at(-1)[1] = point;
    else runs.push([point, point]);
  }
  const named = (point) => point.toString(16);
  return runs.map(([first, last]) => `U+${named(first)}${last > first ? `-${named(last)}` : ""}`).join(",");
}

function style() {
  const made = sass.compile(join(here, "style/site.scss"), { style: "compressed", charset: false, loadPaths: [packages], quietDeps: true });
  return made.css;
}

async function script() {
  await esbuild.build({
    entryPoints: [join(here, "site.js")],
    outfile: join(built, "site.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
  });
}

// The pictures of the walks, for the help pages; without them the pages say the same in words.
async function pictures() {
  await cp(join(here, "../../../docs/walks/pictures"), join(built, "help"), { recursive: true }).catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
}

await rm(built, { recursive: true, force: true });
await mkdir(built, { recursive: true });
const [faces] = await Promise.all([fonts(), script(), pictures()]);
await writeFile(join(built, "site.css"), faces + style());
