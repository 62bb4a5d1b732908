import { Icon } from './icon.tsx'

/** Why something was not done, above what would do it. */
export function Failure({ said }: { said: string | null }) {
  if (said === null) return null
  return (
    <p role="alert" className="mb-3 flex gap-2 text-dense text-risk">
      <Icon name="warn" className="mt-0.5" />
      <span className="[overflow-wrap:anywhere]">{said.replaceAll('`', '')}</span>
    </p>
  )
}
