import type { LetterTemplate } from './render-template.ts'

/** The colours of the pages (`dashboard/src/tokens.css`), in light and in dark. */
export const LETTER_COLOURS = {
  paper: ['#ffffff', '#0e181e'],
  mist: ['#f4f7f7', '#0a1217'],
  line: ['#e1e7e9', '#202f37'],
  ink: ['#0f222c', '#e8eff1'],
  'ink-2': ['#3e525c', '#b6c5cb'],
  'ink-3': ['#5a6d76', '#91a4ac'],
  'on-ink': ['#ffffff', '#0e181e'],
  sea: ['#0e5f80', '#7cc0dc'],
} as const

type Colour = keyof typeof LETTER_COLOURS

/** Style in place, since programs of mail drop style sheets: the light colours stand there, the dark ones in the sheet, for those that keep it. */
function look(css: string, { text, ground, edge }: { text?: Colour; ground?: Colour; edge?: Colour } = {}): string {
  const all = [
    ...(text === undefined ? [] : [{ of: 'color', name: text, to: 't' }]),
    ...(ground === undefined ? [] : [{ of: 'background-color', name: ground, to: 'g' }]),
    ...(edge === undefined ? [] : [{ of: 'border-color', name: edge, to: 'e' }]),
  ] as const
  const light = all.map(({ of, name }) => `;${of}:${LETTER_COLOURS[name][0]}`).join('')
  return `class="${all.map(({ to, name }) => `${to}-${name}`).join(' ')}" style="${css}${light}"`
}

const DARK = Object.entries(LETTER_COLOURS)
  .map(
    ([name, [, dark]]) =>
      `.t-${name}{color:${dark}!important}.g-${name}{background-color:${dark}!important}.e-${name}{border-color:${dark}!important}`,
  )
  .join('')

const FONT = 'Inter,system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,sans-serif'
const BREAKS = 'overflow-wrap:anywhere;word-break:break-word'
const NAME = 'font-weight:600;text-decoration:none'

const ITEM = `<li ${look('margin:0;padding:10px 0;border-top:1px solid', { edge: 'line' })}>
{% if item.href %}<a href="{{ item.href }}" ${look(NAME, { text: 'sea' })}>{{ item.text }}</a>{% else %}<strong ${look(NAME, { text: 'ink' })}>{{ item.text }}</strong>{% endif %}
{% if item.detail %}<div ${look('font-size:14px;line-height:20px', { text: 'ink-2' })}>{{ item.detail }}</div>{% endif %}</li>`

const GROUP = `{% if group.title %}<h2 ${look('font-size:15px;line-height:24px;margin:24px 0 4px', { text: 'ink' })}>{{ group.title }}</h2>{% endif %}
<ul style="list-style:none;padding:0;margin:0">{% for item in group.items %}${ITEM}{% endfor %}</ul>`

/** How a note looks as a letter, where the configuration says nothing else: as the pages do, on a phone and in the dark too. */
export const NOTE_TEMPLATE: LetterTemplate = {
  subject: '{{ title }}',
  text: `{{ title }}
{% if intro %}
{{ intro }}
{% endif %}{% for group in groups %}
{% if group.title %}{{ group.title }}
{% endif %}{% for item in group.items %}- {{ item.text }}{% if item.detail %}: {{ item.detail }}{% endif %}
{% if item.href %}  {{ item.href }}
{% endif %}{% endfor %}{% endfor %}{% if link %}
{{ link.text }}: {{ link.href }}
{% endif %}{% if unsubscribe %}
No more of these: {{ unsubscribe }}
{% endif %}`,
  html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{{ title }}</title>
<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${DARK}}</style></head>
<body ${look('margin:0;padding:0', { ground: 'mist' })}>
<div ${look(`box-sizing:border-box;max-width:600px;margin:0 auto;padding:24px 20px 32px;font:15px/22px ${FONT};${BREAKS}`, { text: 'ink', ground: 'paper' })}>
<p ${look('display:inline-block;margin:0 0 16px;padding:0 0 4px;font-size:13px;line-height:20px;border-bottom:2px solid', { text: 'ink-3', edge: 'sea' })}>Telltale</p>
<h1 ${look('font-size:21px;line-height:28px;font-weight:600;margin:0 0 12px', { text: 'ink' })}>{{ title }}</h1>
{% if intro %}<p ${look('margin:0 0 20px', { text: 'ink-2' })}>{{ intro }}</p>{% endif %}
{% for group in groups %}${GROUP}{% endfor %}
{% if link %}<p style="margin:24px 0 0"><a href="{{ link.href }}" ${look('display:inline-block;padding:11px 18px;border-radius:6px;font-weight:600;text-decoration:none', { text: 'on-ink', ground: 'sea' })}>{{ link.text }}</a></p>{% endif %}
{% if unsubscribe %}<p style="margin:24px 0 0;font-size:13px;line-height:20px"><a href="{{ unsubscribe }}" ${look('', { text: 'ink-3' })}>No more of these</a></p>{% endif %}
</div></body></html>`,
}
