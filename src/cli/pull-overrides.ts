import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { loadConfig } from '../config/load-config.ts'
import type { Model } from '../config/model.ts'
import { applyOverrides, type Override } from '../config/override/apply-overrides.ts'
import { placeOverride } from '../config/override/place-override.ts'

export type Pulled = {
  readonly before: string
  readonly after: string
  readonly placed: readonly Override[]
  /** Those a person has to write: the value does not stand in the definition itself. */
  readonly left: readonly Override[]
}

type Pulling = { readonly model: Model; readonly overrides: readonly Override[] }

/**
 * The text of a configuration file with the overrides written into it. It is believed only when the new text means what file and overrides mean
 * together; when all at once do not, each is tried alone.
 */
export async function pullOverrides(path: string, { model, overrides }: Pulling): Promise<Pulled> {
  const before = readFileSync(path, 'utf8')
  const all = placeAll(before, overrides)
  if (await means(path, all.after, applyOverrides(model, all.placed).model)) return { before, ...all }
  const placed: Override[] = []
  let after = before
  for (const override of overrides) {
    const text = placeOverride(after, override)
    if (text === null || !(await means(path, text, applyOverrides(model, [...placed, override]).model))) continue
    after = text
    placed.push(override)
  }
  return { before, after, placed, left: overrides.filter((override) => !placed.includes(override)) }
}

function placeAll(before: string, overrides: readonly Override[]): Omit<Pulled, 'before'> {
  const placed: Override[] = []
  let after = before
  for (const override of overrides) {
    const text = placeOverride(after, override)
    if (text === null) continue
    after = text
    placed.push(override)
  }
  return { after, placed, left: overrides.filter((override) => !placed.includes(override)) }
}

/** Does a text mean this model in the file's place? It may import its neighbours, so it is run beside it. */
async function means(path: string, text: string, model: Model): Promise<boolean> {
  const trial = join(dirname(path), `.pull-${process.pid}-${basename(path)}`)
  try {
    writeFileSync(trial, text, { flag: 'wx' })
    return (await loadConfig(trial)).model?.hash === model.hash
  } finally {
    rmSync(trial, { force: true })
  }
}
