import { RULINGS, type Ruling } from '../words/rulings.ts'
import { Icon } from './icon.tsx'

export function VerdictMark({ ruling }: { ruling: Ruling | null }) {
  if (ruling === null) return <span className="text-ink-3">not checked yet</span>
  const { icon, word, text } = RULINGS[ruling]
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${text}`}>
      <Icon name={icon} /> {word}
    </span>
  )
}
