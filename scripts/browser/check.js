// Looks at a page in headless Chromium, at phone and desktop width, light and dark: writes a screenshot of each, and
// fails when the page asks for anything, says anything on the console, is wider than the screen, or when axe-core finds
// something. Run by hand, see CONTRIBUTING.md:  node check.js PAGE.html FOLDER
const { mkdtempSync, mkdirSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const [page, folder] = process.argv.slice(2).map((path) => resolve(path));
const address = pathToFileURL(page).href;
const screens = [["phone", 375, 812], ["desktop", 1280, 900]];
const flags = [
  "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", ...(process.getuid && process.getuid() === 0 ? ["--no-sandbox"] : []),
];

async function look(name, width, height, scheme) {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "browser-")), {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: flags,
    viewport: { width, height }, colorScheme: scheme, bypassCSP: true,
  });
  const found = [];
  const tab = await context.newPage();
  tab.on("console", (said) => found.push(`console: ${said.text()}`));
  tab.on("pageerror", (error) => found.push(`error: ${error}`));
  tab.on("request", (request) => request.url() === address || found.push(`request: ${request.url()}`));
  await tab.goto(address);
  await tab.screenshot({ path: join(folder, `${name}-${scheme}.png`), fullPage: name === "phone" });
  if (await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push("wider than the screen");
  await tab.addScriptTag({ path: require.resolve("axe-core") });
  const report = await tab.evaluate(() => globalThis.axe.run(document));
  for (const { id, nodes } of report.violations) found.push(`axe: ${id}: ${nodes[0].html}`);
  for (const { id, nodes } of report.incomplete) found.push(`axe cannot tell: ${id}: ${nodes[0].html}`);
  console.log(`${name} ${scheme}: ${report.passes.length} rules passed, ${found.length} findings`);
  await context.close();
  return found;
}

(async () => {
  mkdirSync(folder, { recursive: true });
  const found = [];
  for (const [name, width, height] of screens) {
    for (const scheme of ["light", "dark"]) found.push(...(await look(name, width, height, scheme)));
  }
  for (const line of found) console.error(line);
  process.exitCode = found.length ? 1 : 0;
})();
