import { cleanLine } from '../clean-line.ts'
import type { Letter, Message, Note, NoteItem } from '../message.ts'
import { noteOfPrompt } from '../note-of-prompt.ts'
import { type LetterTemplate, renderHtml, renderText, type TemplateData } from './render-template.ts'

const SUBJECT = 200
const LINE = 1_000

/** How a note looks as a letter, where the configuration says nothing else. */
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
  html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a2330;background:#ffffff">
<div style="max-width:640px;margin:0 auto">
<h1 style="font-size:20px;margin:0 0 16px">{{ title }}</h1>
{% if intro %}<p>{{ intro }}</p>{% endif %}
{% for group in groups %}{% if group.title %}<h2 style="font-size:16px;margin:24px 0 8px">{{ group.title }}</h2>{% endif %}
<ul style="padding-left:20px;margin:0">{% for item in group.items %}<li style="margin:0 0 8px">{% if item.href %}<a href="{{ item.href }}">{{ item.text }}</a>{% else %}<strong>{{ item.text }}</strong>{% endif %}{% if item.detail %}<br>{{ item.detail }}{% endif %}</li>{% endfor %}</ul>
{% endfor %}
{% if link %}<p style="margin:24px 0"><a href="{{ link.href }}">{{ link.text }}</a></p>{% endif %}
{% if unsubscribe %}<p style="font-size:13px;color:#5b6675"><a href="{{ unsubscribe }}">No more of these</a></p>{% endif %}
</div></body></html>`,
}

/** A message as a letter. `unsubscribe`: where whoever gets it can ask for no more; null: nowhere. */
export function writeLetter(
  message: Message,
  { template, unsubscribe }: { readonly template: LetterTemplate; readonly unsubscribe: string | null },
): Letter {
  switch (message.kind) {
    case 'letter':
      return { ...message, subject: cleanLine(message.subject, SUBJECT) }
    case 'note':
      return renderLetter(template, { ...cleanNote(message), unsubscribe })
    case 'prompt':
      return writeLetter(noteOfPrompt(message), { template, unsubscribe })
    case 'happening':
      return asData(message.type, { user: message.user, account: message.account, ...message.data })
    case 'traits':
      return asData(`${message.of} ${message.id}`, message.traits)
  }
}

/** A letter of a template. Values are escaped in HTML; a subject is one line. @throws what is wrong with the template */
export function renderLetter({ subject, text, html }: LetterTemplate, data: TemplateData): Letter {
  return {
    kind: 'letter',
    subject: cleanLine(renderText(subject, data), SUBJECT),
    text: renderText(text, data).replaceAll(/\n{3,}/g, '\n\n'),
    html: html === null ? null : renderHtml(html, data),
  }
}

function cleanNote({ title, intro, groups, link }: Note): TemplateData {
  const line = (text: string): string => cleanLine(text, LINE)
  const item = ({ text, detail, href }: NoteItem) => ({
    ...{ text: line(text), detail: detail === null ? null : line(detail), href: webOnly(href) },
  })
  return {
    ...{ title: line(title), intro: intro === null ? null : line(intro) },
    groups: groups.map((group) => ({
      ...{ title: group.title === null ? null : line(group.title), items: group.items.map(item) },
    })),
    link: link === null || webOnly(link.href) === null ? null : { text: line(link.text), href: link.href },
  }
}

function webOnly(href: string | null): string | null {
  return href !== null && URL.canParse(href) && /^https?:$/.test(new URL(href).protocol) ? href : null
}

function asData(title: string, data: object): Letter {
  return { kind: 'letter', subject: cleanLine(title, SUBJECT), text: JSON.stringify(data, null, 2), html: null }
}
