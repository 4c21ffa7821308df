import { RESULTS } from './outcome';

/** Without scripts, the style sheet hides the repositories that the selected filter does not include. */
const FILTER = [...RESULTS, 'waived']
  .map((value) => {
    const selected = `body:has(input[value=${value}]:checked)`;
    return `${selected} .repository:not(.${value}){display:none}
${selected}:not(:has(.repository.${value})) .none{display:block}`;
  })
  .join('\n');

/** The style sheet of the report, for a light and a dark background. */
export const PAGE_STYLE = `
:root{--text:#1f2328;--muted:#59636e;--page:#fff;--panel:#f6f8fa;--line:#d1d9e0;--ins:#dafbe1;--ins-mark:#aceebb;--del:#ffebe9;--del-mark:#ffcecb;--added:#1a7f37;--removed:#d1242f;--changed:#0969da;--refused:#bc4c00;--failed:#d1242f;--unchanged:#59636e;--waived:#8250df}
@media (prefers-color-scheme:dark){:root{--text:#f0f6fc;--muted:#9198a1;--page:#0d1117;--panel:#151b23;--line:#3d444d;--ins:#12261e;--ins-mark:#1c4428;--del:#25171c;--del-mark:#542426;--added:#3fb950;--removed:#f85149;--changed:#4493f8;--refused:#db6d28;--failed:#f85149;--unchanged:#9198a1;--waived:#ab7df8}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 20px 80px}
h1{font-size:24px;margin:8px 0 20px}
h2{font-size:18px;margin:32px 0 10px}
h3{font-size:14px;margin:16px 0 6px}
code,pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.muted{color:var(--muted);font-weight:normal}
.added{color:var(--added)}
.removed{color:var(--removed)}
fieldset{display:flex;flex-wrap:wrap;gap:8px;border:0;margin:0;padding:0}
legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.filter{display:flex;align-items:baseline;gap:6px;padding:6px 12px;border:1px solid var(--line);border-radius:8px;background:var(--panel);cursor:pointer}
.filter input{margin:0}
.filter b{font-size:18px}
.filter:has(:checked){border-color:var(--text);box-shadow:inset 0 0 0 1px var(--text)}
${RESULTS.map((result) => `.filter.${result} b,.repository.${result} .badge{color:var(--${result})}`).join('\n')}
.filter.waived b{color:var(--waived)}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{color:var(--muted);font-weight:600;font-size:13px;overflow-wrap:normal}
td.number,th:last-child{text-align:right;padding-right:4px}
ul{margin:0;padding-left:20px;overflow-wrap:anywhere}
.repository{border:1px solid var(--line);border-radius:8px;margin:8px 0;background:var(--page)}
.repository>summary{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px;padding:8px 12px;cursor:pointer;background:var(--panel);border-radius:8px}
.repository>summary::-webkit-details-marker{display:none}
.repository>summary::before{content:"▸";color:var(--muted)}
.repository[open]>summary::before{content:"▾"}
.badge{font-weight:600;min-width:82px}
.name{font-weight:600;overflow-wrap:anywhere}
.size{white-space:nowrap}
.words{flex-basis:100%;padding-left:24px;color:var(--muted);font-size:13.5px;overflow-wrap:anywhere}
.words:empty{display:none}
.body{padding:4px 14px 14px}
.file{margin:12px 0 0}
.more>summary{cursor:pointer;margin:12px 0;color:var(--muted)}
.file>summary{cursor:pointer;padding:4px 0}
.file>h3{display:flex;justify-content:space-between;gap:16px;margin:0 0 4px}
.diff,.message{margin:0;padding:8px 0;background:var(--panel);border:1px solid var(--line);border-radius:6px;overflow-x:auto}
.message{padding:8px 12px;white-space:pre-wrap;overflow-wrap:anywhere}
.diff>*{display:block;padding:0 12px;min-width:max-content;text-decoration:none;white-space:pre}
.diff ins{background:var(--ins)}
.diff del{background:var(--del)}
.diff mark{color:inherit;border-radius:3px}
.diff ins mark{background:var(--ins-mark)}
.diff del mark{background:var(--del-mark)}
.hunk{color:var(--muted)}
.none{display:none;color:var(--muted)}
${FILTER}
`;
