export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #0a58ca; }
@media (prefers-color-scheme: dark) { :root { --accent: #7ab0ff; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
a { color: var(--accent); }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { background: var(--soft); padding: .6rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem .25rem 0; text-align: left; vertical-align: top; }
section { border-top: 1px solid var(--line); margin-top: 1.5rem; }
summary { cursor: pointer; padding: .2rem 0; }
details > :not(summary) { margin-left: 1rem; }
.method { display: inline-block; min-width: 4.2rem; font-weight: 700; text-transform: uppercase; }
.soft { opacity: .75; }
`;
