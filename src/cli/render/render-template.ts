export const TEMPLATES = ['project-management', 'marketing-automation', 'analytics', 'collaboration'] as const
export const MODELS = ['trial', 'freemium'] as const
export type TemplateModel = (typeof MODELS)[number]

type Choice = { readonly model: TemplateModel; readonly name: string; readonly playbooks: boolean }

/** A configuration to begin with, out of a template: what is only for the other model is left out, with the imports that nobody needs then. */
export function renderTemplate(template: string, { model, name, playbooks }: Choice): string {
  const kept: string[] = []
  let only: string | null = null
  for (const line of pickPlaybooks(template.split('\n'), playbooks)) {
    const mark = line.trim().slice(3)
    if (line.trim().startsWith('// ') && [...MODELS, 'end'].includes(mark)) only = mark === 'end' ? null : mark
    else if (only === null || only === model) kept.push(line)
  }
  // Functions, since a name may hold the `$&` of replacement patterns.
  return pruneImports(kept.join('\n'))
    .replaceAll(/\n{3,}/g, '\n\n')
    .replace('\n\n})', '\n})')
    .replace("model: 'trial'", () => `model: '${model}'`)
    .replace("'My product'", () => literal(name))
}

/** Playbooks stand between marks of their own, with what they need, since a part of them is only for one model. */
function pickPlaybooks(lines: readonly string[], wanted: boolean): readonly string[] {
  let inside = false
  return lines.filter((line) => {
    const mark = line.trim()
    if (mark === '// playbooks' || mark === '// end playbooks') {
      inside = mark === '// playbooks'
      return false
    }
    return wanted || !inside
  })
}

function pruneImports(text: string): string {
  const end = text.indexOf("} from 'telltale'")
  const body = text.slice(end)
  const lines = text.slice(0, end).split('\n')
  const needed = lines.filter((line) => {
    const name = /^ {2}(\w+),$/.exec(line)?.[1]
    return name === undefined || new RegExp(`\\b${name}(\\.\\w+)?\\(`).test(body)
  })
  return needed.join('\n') + body
}

/** Text as a literal in single quotes, safe whatever it holds. */
export function literal(text: string): string {
  const inside = JSON.stringify(text.toWellFormed()).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inside.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
