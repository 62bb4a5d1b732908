/** Through a constructed sheet, which no content policy forbids. Colours and the corner are variables of the page. */
export const STYLE = `
.box{all:initial;box-sizing:border-box;position:fixed;right:16px;bottom:16px;z-index:2147483000;width:360px;max-width:calc(100vw - 32px);max-height:calc(100vh - 32px);overflow:auto;padding:16px;border:1px solid #c4ccd6;border-radius:var(--telltale-corner,8px);box-shadow:0 8px 24px #0003;font:15px/1.5 system-ui,sans-serif;color:var(--telltale-text,#1a2330);background:var(--telltale-background,#fff);overflow-wrap:anywhere}
.limit{width:520px}
h2,h3{font-size:1em;margin:0}
h2{padding-right:32px;font-size:17px}
p{margin:8px 0 0;white-space:pre-line}
ul{list-style:none;margin:8px 0 0;padding:0}
.done{text-decoration:line-through}
.plans{display:flex;flex-wrap:wrap;gap:8px}
.plans>li{flex:1 1 140px;padding:8px 12px;border:1px solid #c4ccd6;border-radius:6px}
.of{margin-top:12px}
progress{width:100%;accent-color:var(--telltale-accent,#1d4ed8)}
.acts{display:flex;flex-wrap:wrap;gap:8px;margin-top:16px}
a,button{box-sizing:border-box;min-height:36px;padding:6px 14px;font:inherit;border-radius:6px;border:1px solid;text-decoration:none;color:inherit;background:none;cursor:pointer}
.go{color:#fff;background:var(--telltale-accent,#1d4ed8)}
.x{position:absolute;top:8px;right:8px;border-color:transparent;padding:0 10px}
`
  .trim()
  .replaceAll('\n', '')
