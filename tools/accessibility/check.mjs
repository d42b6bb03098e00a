// The path of a report's web page in, every fault that axe-core finds at three widths out; ends with 1 when there is one.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const WIDTHS = [360, 768, 1280];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const page = resolve(process.argv[2] ?? "");
const executablePath = BROWSERS.find((path) => path && existsSync(path));
if (!process.argv[2] || !existsSync(page)) fail(`There is no page ${page}.`);
if (!executablePath) fail("There is no Chromium: install it, or name it in the environment variable CHROMIUM.");

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
// Without its sandbox, because the page is our own file and root may not use one; the page's own policy forbids scripts.
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
let faults = 0;
try {
  for (const width of WIDTHS) faults += await check(width);
} finally {
  await browser.close();
}
process.exit(faults ? 1 : 0);

async function check(width) {
  const tab = await browser.newPage();
  await tab.setBypassCSP(true);
  await tab.setViewport({ width, height: 900 });
  await tab.goto(pathToFileURL(page).href);
  await tab.addScriptTag({ path: axe });
  const { violations, passes } = await tab.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
  await tab.close();
  console.log(`${width} px: ${passes.length} rules passed, ${violations.length} failed`);
  for (const rule of violations) {
    console.log(`  ${rule.id}: ${rule.help}`);
    for (const node of rule.nodes.slice(0, 5)) console.log(`    ${node.target.join(" ")}  ${node.failureSummary}`);
  }
  if (wide > 0) console.log(`  The page is ${wide} px wider than the window.`);
  return violations.length + (wide > 0 ? 1 : 0);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
