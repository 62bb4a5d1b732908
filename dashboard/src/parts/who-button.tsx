import type { ReactNode } from 'react'

/** A number that opens into who is in it. */
export function WhoButton({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="cursor-pointer hover:text-sea hover:underline"
    >
      {children}
    </button>
  )
}
