import { PANEL_SECTION_CSS } from './panel-section-css.ts';

/** The panel's own look: dark in both of the shop's schemes, one accent, figures that do not dance. */
export const PANEL_CSS = `
:host { all: initial; --ink: #e8ebe9; --soft: #9ba5a3; --faint: #5f6b69; --line: #2b3432; --well: #1b2221; --back: #131918;
  --accent: #74d3ae; --accent-dim: #2f5f50; --warn: #f0b27a; color: var(--ink);
  font: 400 13px/1.45 Inter, 'Segoe UI', system-ui, -apple-system, Roboto, 'DejaVu Sans', sans-serif; }
* { box-sizing: border-box; }
h2, h3, p, ul, ol, pre { margin: 0; padding: 0; list-style: none; font-weight: inherit; font-size: inherit; }
.num { font-variant-numeric: tabular-nums; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.dock { position: fixed; z-index: 40; inset: 0 0 0 auto; width: 440px; background: var(--back); border-left: 1px solid var(--line);
  display: flex; flex-direction: column; transform: translateX(100%); visibility: hidden; transition: transform .25s ease, visibility .25s; }
:host(.open) .dock { transform: none; visibility: visible; }
.toggle { position: fixed; z-index: 41; right: 16px; bottom: 16px; width: 52px; height: 52px; border-radius: 50%; cursor: pointer;
  border: 1px solid var(--line); background: var(--back); color: var(--accent); font: italic 500 24px/1 Georgia, 'DejaVu Serif', serif;
  box-shadow: 0 6px 24px rgb(0 0 0 / .3); }
:host(.open) .toggle { right: 12px; top: 10px; bottom: auto; width: 44px; height: 44px; border: 0; background: none; box-shadow: none;
  color: var(--soft); font: 400 24px/1 sans-serif; }
:host(.open) .toggle:hover { color: var(--ink); }
header { padding: 9px 64px 9px 20px; border-bottom: 1px solid var(--line); display: flex; justify-content: space-between; align-items: center; position: relative; z-index: 1; }
header h2 { font-weight: 600; font-size: 15px; letter-spacing: -.01em; }
header p { color: var(--soft); font-size: 12px; }
.flow { flex: 1; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--faint) transparent; }
section { display: grid; grid-template-columns: 52px minmax(0, 1fr); padding: 10px 20px 11px 0; border-top: 1px solid var(--line); }
.symbol { font: italic 400 22px/1 Georgia, 'DejaVu Serif', serif; color: var(--accent); text-align: center; padding-top: 1px; }
h3 { font-weight: 600; font-size: 13px; }
.meaning { color: var(--soft); font-size: 11.5px; margin-bottom: 6px; }
.said { color: var(--soft); font-size: 12px; margin-top: 6px; }
footer { border-top: 1px solid var(--line); padding: 10px 20px 10px; background: var(--well); }
.learn { width: 100%; min-height: 40px; border: 0; border-radius: 8px; background: var(--accent); color: #0d1512; font: inherit; font-weight: 600;
  font-size: 13.5px; cursor: pointer; }
.learn[disabled] { background: var(--accent-dim); color: var(--ink); cursor: progress; }
.result { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; font-size: 12px; margin-top: 8px; }
.said:empty { display: none; }
.result { min-height: 38px; }
.result span { color: var(--soft); order: 3; width: 100%; }
a { color: var(--accent); text-underline-offset: 2px; }
@media (max-width: 640px) {
  .result b { width: 100%; }
  .dock { inset: auto 0 0 0; width: auto; height: 78vh; border-left: 0; border-top: 1px solid var(--line); border-radius: 16px 16px 0 0; transform: translateY(100%); }
  :host(.open) .toggle { top: auto; bottom: calc(78vh - 54px); }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
${PANEL_SECTION_CSS}`;
