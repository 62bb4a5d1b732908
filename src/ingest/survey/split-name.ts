/** `ProjectCreated_v2` → `project`, `created`, `v2`: the words of a name, whatever separates them. */
export function splitName(name: string): readonly string[] {
  return name
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** Words without what grammar adds, so that `projects created` and `create project` have the same: rough, for comparing only. */
export function stemOf(word: string): string {
  return word.length < 5 ? word.replace(/s$/, '') : word.replace(/(ing|ed|es|s|e)$/, '').replace(/(.)\1$/, '$1')
}

/** A key of a configuration out of a name: `Project Created` → `projectCreated`. Letters and digits of ASCII only; null: none are left. */
export function keyOfName(name: string): string | null {
  const words = splitName(name).flatMap((word) => word.match(/[a-z0-9]+/g) ?? [])
  const key = words.map((word, at) => (at === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('')
  if (key === '') return null
  return (/^[0-9]/.test(key) ? `event${key}` : key).slice(0, 60)
}
