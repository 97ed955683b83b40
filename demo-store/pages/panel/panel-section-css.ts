/** The look of each section of the panel. */
export const PANEL_SECTION_CSS = `
.trouble summary { cursor: pointer; min-height: 36px; padding: 0 12px; display: flex; align-items: center; gap: 7px; font-weight: 500; border: 1px solid var(--faint); border-radius: 8px; list-style: none; }
.trouble summary:hover, .trouble[open] summary { border-color: var(--warn); }
.trouble summary::-webkit-details-marker { display: none; }
.trouble .on { color: var(--warn); font-weight: 400; font-size: 12px; }
.switches { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 16px; padding: 12px 20px 14px; position: absolute; inset: 100% 0 auto 0; background: var(--well); border-bottom: 1px solid var(--line); box-shadow: 0 12px 24px rgb(0 0 0 / .4); }
.switches label { display: flex; gap: 8px; align-items: flex-start; cursor: pointer; padding: 4px 0; }
.switches b { display: block; font-weight: 500; line-height: 1.25; }
.switches small { color: var(--soft); font-size: 11px; }
.switches input { appearance: none; flex: none; width: 30px; height: 18px; margin: 0; border-radius: 9px; background: var(--faint); position: relative; cursor: pointer; transition: background .15s; }
.switches input::after { content: ''; position: absolute; inset: 2px auto 2px 2px; width: 14px; border-radius: 50%; background: #fff; transition: translate .15s; }
.switches input:checked { background: var(--warn); }
.switches input:checked::after { translate: 12px 0; }
.controls { display: flex; gap: 8px; }
.controls select, .controls button { font: inherit; color: var(--ink); background: var(--well); border: 1px solid var(--faint); border-radius: 8px; min-height: 36px; padding: 4px 10px; cursor: pointer; }
.controls select { flex: 1; min-width: 0; }
.controls button:hover, .controls select:hover { border-color: var(--accent); }
.zrow { display: flex; gap: 5px; align-items: center; margin: 8px 0 5px; height: 30px; }
.zbar { flex: 1; height: 30px; background: linear-gradient(var(--line), var(--line)) center / 100% 1px no-repeat, var(--well); border-radius: 3px; position: relative; overflow: hidden; }
.zbar::after { content: ''; position: absolute; inset-inline: 0; background: var(--accent); border-radius: 2px; transition: all .3s;
  height: calc(max(var(--z, 0), -1 * var(--z, 0)) * 50%); bottom: calc(50% + min(0, var(--z, 0)) * 50%); }
.zrow .num { margin-left: 6px; color: var(--soft); min-width: 46px; text-align: right; }
.facts { display: flex; flex-wrap: wrap; gap: 0 12px; justify-content: space-between; font-size: 12px; color: var(--soft); }
.feed { min-height: 92px; }
.feed li { display: grid; grid-template-columns: 1fr 1fr auto; gap: 10px; padding: 2.5px 0; font-size: 12px; }
.feed .kind { font-weight: 500; }
.feed .role { color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.feed li:not(:first-child) { opacity: .86; }
.none { color: var(--soft); }
.key { display: flex; gap: 6px; align-items: center; font-size: 11px; color: var(--soft); margin-bottom: 4px; }
.key .bar { width: 18px; height: 5px; flex: none; --share: 1; }
.key .total { margin-left: 10px; }
.phi li, .policy li { display: grid; grid-template-columns: 84px 1fr 30px; gap: 10px; align-items: center; min-height: 18px; font-size: 12px; }
.phi .zero { color: var(--soft); }
.phi .num, .policy .num { text-align: right; color: var(--soft); }
.pair { display: grid; gap: 2px; }
.bar { display: block; height: 6px; border-radius: 3px; background: var(--well); overflow: hidden; position: relative; }
.bar::after { content: ''; position: absolute; inset: 0; transform-origin: left; transform: scaleX(var(--share, 0)); transition: transform .3s; background: var(--accent); border-radius: 3px; }
.bar.total { height: 4px; } .bar.total::after { background: #5c8c7c; }
.twin { display: grid; grid-template-columns: 1fr 1fr; }
.twin section:last-child { padding-left: 0; border-left: 1px solid var(--line); grid-template-columns: 40px minmax(0, 1fr); }
.twin section:first-child { padding-right: 16px; }
.readings { display: flex; gap: 14px; margin-bottom: 2px; }
.reading { display: flex; gap: 5px; align-items: baseline; }
.reading span { font: italic 15px/1 Georgia, 'DejaVu Serif', serif; color: var(--soft); }
.reading b { font-size: 17px; font-weight: 500; letter-spacing: -.02em; }
.reading.strong b, .reading.strong span { color: var(--accent); }
.spark { display: block; width: 100%; height: 38px; }
.spark path { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.spark .base { stroke: var(--line); stroke-width: 1; }
.spark .faint { stroke: #8a9593; stroke-width: 1.25; stroke-dasharray: 3 3; }
.spark .strong { stroke: var(--accent); stroke-width: 2; }
.policy li { grid-template-columns: 112px 1fr 46px; padding-left: 10px; position: relative; }
.policy .masked { grid-template-columns: 112px 1fr; color: var(--soft); }
.policy .masked .num { color: var(--soft); font-size: 11.5px; }
.policy .drawn { color: var(--accent); font-weight: 600; }
.policy .drawn .num { color: var(--accent); }
.policy .drawn::before { content: ''; position: absolute; left: -4px; top: 50%; width: 7px; height: 7px; margin-top: -3.5px; border-radius: 50%; background: var(--accent); }
.queue { color: var(--soft); font-size: 12px; margin-bottom: 6px; }
pre { background: var(--well); border-radius: 8px; padding: 10px 12px; max-height: 168px; overflow: auto; scrollbar-width: thin; scrollbar-color: var(--faint) transparent;
  font: 11px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; color: #c3ccc9; white-space: pre; }
`;
