// Prints a line of JSON per finding of pa11y (axe and HTML CodeSniffer) on the pages named.
import pa11y from "pa11y";
import puppeteer from "puppeteer";

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});
const options = {
  browser,
  runners: ["axe", "htmlcs"],
  standard: "WCAG2AA",
  timeout: 60000,
  // What axe cannot decide (cells scrolled out of sight, words in a drawing) is no finding.
  levelCapWhenNeedsReview: "warning",
};
for (const url of process.argv.slice(2)) {
  const found = await pa11y(url, options);
  for (const issue of found.issues) {
    console.log(JSON.stringify([url, issue.code, issue.context, issue.message]));
  }
}
await browser.close();
