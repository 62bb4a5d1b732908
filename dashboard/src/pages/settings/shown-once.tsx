import { CopyButton } from '../../parts/copy-button.tsx'

/** A secret that nobody can ask for again. */
export function ShownOnce({ text, say }: { text: string; say: string }) {
  return (
    <div role="status">
      <p className="mb-2 text-dense text-ink-2">{say} It is shown only now.</p>
      <code className="mb-3 block rounded-2 bg-sea-wash px-3 py-2 text-dense [overflow-wrap:anywhere]">{text}</code>
      <CopyButton text={text} />
    </div>
  )
}
