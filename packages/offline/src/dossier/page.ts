import { COLOURS } from './charts.ts';

/** Text made safe for HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export const list = (items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;

/** A table of texts; all columns but the first are numbers. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string => `<div class="scroll"><table>
<thead><tr>${head.map((h) => `<th scope="col">${escapeHtml(h)}</th>`).join('')}</tr></thead>
<tbody>${rows
  .map(
    (row) =>
      `<tr>${row.map((c, k) => (k === 0 ? `<th scope="row">${escapeHtml(c)}</th>` : `<td>${escapeHtml(c)}</td>`)).join('')}</tr>`,
  )
  .join('')}</tbody></table></div>`;

/** A number with its name and a line that says what it means. */
export const figure = (name: string, value: string, meaning: string): string =>
  `<div class="figure"><dt>${escapeHtml(name)}</dt><dd class="value">${escapeHtml(value)}</dd><dd>${escapeHtml(meaning)}</dd></div>`;

export const section = (title: string, lead: string, body: string): string =>
  `<section><h2>${escapeHtml(title)}</h2><p class="lead">${escapeHtml(lead)}</p>${body}</section>`;

const CSS = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f6f7f9; color: ${COLOURS.ink}; font: 15px/1.55 ui-sans-serif, system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; }
main { max-width: 760px; margin: 0 auto; padding: 48px 20px 80px; }
header p.over { margin: 0 0 6px; color: ${COLOURS.accent}; font-weight: 600; letter-spacing: .02em; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 10px; letter-spacing: -.015em; text-wrap: balance; }
h2 { font-size: 18px; margin: 0 0 4px; letter-spacing: -.005em; }
header p.under, .lead { color: ${COLOURS.soft}; margin: 0 0 18px; max-width: 64ch; }
section { background: #fff; border: 1px solid ${COLOURS.line}; border-radius: 10px; padding: 24px 28px; margin-top: 20px; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 1px; margin: 28px 0 0; background: ${COLOURS.line};
  border: 1px solid ${COLOURS.line}; border-radius: 10px; overflow: hidden; }
.figure { background: #fff; padding: 16px 18px; }
.figure dt { color: ${COLOURS.soft}; font-size: 13px; }
.figure dd { margin: 2px 0 0; font-size: 13px; color: ${COLOURS.soft}; }
.figure dd.value { font-size: 26px; line-height: 1.25; font-weight: 600; color: ${COLOURS.ink}; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
svg { max-width: 100%; height: auto; display: block; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr)); gap: 20px; align-items: start; }
.pair > .scroll { margin-top: 0; }
.pair th, .pair td { white-space: normal; }
.scroll { overflow-x: auto; margin-top: 16px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 6px 0 6px 14px; border-bottom: 1px solid ${COLOURS.line}; font-weight: 400; white-space: nowrap; }
thead th { color: ${COLOURS.soft}; }
th:first-child { text-align: left; padding-left: 0; }
tbody tr:last-child > * { border-bottom: 0; }
.meter { height: 10px; border-radius: 5px; background: ${COLOURS.line}; overflow: hidden; margin: 6px 0 10px; }
.meter span { display: block; height: 100%; background: ${COLOURS.accent}; }
ul { margin: 0; padding-left: 18px; } li { margin: 5px 0; max-width: 68ch; }
h3 { font-size: 14px; margin: 20px 0 6px; }
footer { color: ${COLOURS.soft}; font-size: 12px; margin-top: 28px; overflow-wrap: anywhere; }
@media (max-width: 520px) { section { padding: 18px 16px; } h1 { font-size: 24px; } }
@media print { body { background: #fff; } section { break-inside: avoid; } }
`;

export const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${CSS}</style></head><body><main>${body}</main></body></html>
`;
