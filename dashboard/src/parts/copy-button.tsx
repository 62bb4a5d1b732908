import { useState } from 'react'
import { Button } from './button.tsx'

/** Puts a text where it can be pasted from. */
export function CopyButton({ text, what = 'Copy' }: { text: string; what?: string }) {
  const [said, setSaid] = useState<string | null>(null)
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not copied: mark and copy it by hand'),
    )
  return (
    <>
      <Button onClick={copy}>{said ?? what}</Button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  )
}
