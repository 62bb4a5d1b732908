import { useLetterKeys } from './letter-keys.ts'

/** A key of the keyboard; a phone has none, and neither has who turned those of one letter off. */
export function Key({ children }: { children: string }) {
  if (!useLetterKeys()) return null
  return (
    <kbd className="inline-block min-w-[1.125rem] max-desk:hidden rounded-1 border border-line-2 bg-paper px-1 text-center font-sans text-micro font-medium text-ink-3">
      {children}
    </kbd>
  )
}
