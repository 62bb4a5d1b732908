import type { ButtonHTMLAttributes } from 'react'

const LOOKS = {
  first: 'bg-ink text-on-ink hover:bg-ink-2 disabled:bg-mist-2 disabled:text-ink-3',
  second: 'border border-line-2 bg-paper text-ink hover:bg-mist-2 disabled:text-ink-3',
  bare: 'text-ink-2 hover:bg-mist-2',
} as const

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof LOOKS }

/** 28 px, 40 px on a phone. */
export function Button({ look = 'second', className = '', ...rest }: ButtonProps) {
  return <button type="button" data-look={look} className={`${controlShape} ${LOOKS[look]} ${className}`} {...rest} />
}

export const controlShape =
  'inline-flex h-10 desk:h-7 items-center justify-center gap-1.5 rounded-2 px-2.5 text-dense font-medium whitespace-nowrap motion-safe:transition-colors motion-safe:duration-[120ms]'
export const secondLook = LOOKS.second

type FormButtonsProps = { does: string; disabled: boolean; onCancel: () => void }

/** What ends a form: does what it says, or leaves it. */
export function FormButtons({ does, disabled, onCancel }: FormButtonsProps) {
  return (
    <div className="mt-4 flex gap-2">
      <Button type="submit" look="first" disabled={disabled}>
        {does}
      </Button>
      <Button look="bare" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
