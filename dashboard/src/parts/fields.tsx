import type { ReactNode } from 'react'
import { useId } from 'react'

const shape = 'rounded-2 border border-line-3 bg-paper px-2 text-dense text-ink'

type FieldProps = { label: string; hint?: string; children: (ids: { id: string; hint: string }) => ReactNode }

/** A named field, its hint below it. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  return (
    <div className="mb-3">
      <label htmlFor={id} className="mb-1 block text-small text-ink-3">
        {label}
      </label>
      {children({ id, hint: `${id}-hint` })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-small text-ink-3">
          {hint}
        </p>
      )}
    </div>
  )
}

type TextProps = {
  label: string
  value: string
  onChange: (text: string) => void
  hint?: string
  type?: 'text' | 'date' | 'email' | 'password' | 'number'
  min?: string
  required?: boolean
  readOnly?: boolean
  autoComplete?: string
  /** The id of a list of what is offered, which stands below it. */
  list?: string
  children?: ReactNode
}

export function TextField({ label, value, onChange, hint, type = 'text', children, ...rest }: TextProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {({ id }) => (
        <>
          <input
            id={id}
            type={type}
            value={value}
            {...rest}
            maxLength={type === 'text' || type === 'email' ? 200 : undefined}
            onChange={({ target }) => onChange(target.value)}
            className={`h-10 w-full read-only:bg-mist desk:h-8 ${shape}`}
          />
          {children}
        </>
      )}
    </Field>
  )
}

type CheckProps = { label: string; checked: boolean; onChange: (checked: boolean) => void }

export function CheckField({ label, checked, onChange }: CheckProps) {
  return (
    <label className="flex h-10 items-center gap-2 text-dense desk:h-7">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        className="size-4 accent-(--sea)"
      />
      {label}
    </label>
  )
}

export function NoteField({
  label,
  value,
  onChange,
  required,
}: Pick<TextProps, 'label' | 'value' | 'onChange' | 'required'>) {
  return (
    <Field label={label}>
      {({ id }) => (
        <textarea
          id={id}
          value={value}
          rows={3}
          required={required}
          maxLength={2_000}
          onChange={({ target }) => onChange(target.value)}
          className={`w-full py-1.5 ${shape}`}
        />
      )}
    </Field>
  )
}

type ChoiceProps<T extends string> = {
  label: string
  value: T | ''
  options: readonly (readonly [value: T, said: string])[]
  onChange: (value: T | undefined) => void
  /** What the empty choice says; without it there is none. */
  any?: string
}

/** A list of choices beside its name. */
export function Choice<T extends string>({ label, value, options, onChange, any }: ChoiceProps<T>) {
  const id = useId()
  const known = value === '' || options.some(([one]) => one === value)
  return (
    <span data-choice className="flex min-w-0 items-center gap-1.5 text-small text-ink-3">
      <label htmlFor={id} className="whitespace-nowrap">
        {label}
      </label>
      <select
        id={id}
        value={value}
        // Of one there is nothing to choose; its place is kept for those that may come.
        disabled={options.length + (any === undefined && known ? 0 : 1) < 2}
        onChange={({ target }) => onChange(target.value === '' ? undefined : (target.value as T))}
        className={`h-10 max-w-52 min-w-0 px-1.5 max-desk:grow desk:h-7 ${shape}`}
      >
        {any !== undefined && <option value="">{any}</option>}
        {any === undefined && value === '' && <option value="">–</option>}
        {options.map(([one, said]) => (
          <option key={one} value={one}>
            {said.slice(0, 80)}
          </option>
        ))}
        {!known && <option value={value}>{value.slice(0, 80)}</option>}
      </select>
    </span>
  )
}

type SegmentedProps<T extends string> = {
  label: string
  value: T
  options: readonly (readonly [value: T, said: ReactNode])[]
  onChange: (value: T) => void
}

/** A few choices side by side, one of them on. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <fieldset className="inline-flex min-w-0 max-w-full flex-wrap overflow-hidden rounded-2 border border-line-2">
      <legend className="sr-only">{label}</legend>
      {options.map(([one, said]) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === value}
          onClick={() => onChange(one)}
          className={`-mt-px -ml-px h-10 grow border-t border-l border-line-2 px-2.5 text-small font-medium whitespace-nowrap focus-visible:-outline-offset-2 desk:h-[1.6875rem] ${one === value ? 'bg-mist-2 text-ink' : 'text-ink-3 hover:bg-mist'}`}
        >
          {said}
        </button>
      ))}
    </fieldset>
  )
}
