import type { ReactNode } from 'react'

/** Whatever was concluded, as names and values: evidence has many shapes, and none of it may be left out. */
export function Evidence({ value }: { value: unknown }): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="text-ink-3">none</span>
  if (typeof value === 'boolean') return value ? 'yes' : <span className="text-ink-3">no</span>
  if (typeof value !== 'object') return <span className="[overflow-wrap:anywhere]">{String(value)}</span>
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="text-ink-3">none</span>
    return (
      <ul className="flex flex-col gap-1">
        {value.map((each) => (
          <li key={JSON.stringify(each)}>
            <Evidence value={each} />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <dl className="grid grid-cols-[minmax(6rem,10rem)_1fr] gap-x-3 gap-y-1 text-sm">
      {Object.entries(value).map(([name, each]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3 [overflow-wrap:anywhere]">{wordsOf(name)}</dt>
          <dd className="min-w-0">
            <Evidence value={each} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const wordsOf = (name: string): string =>
  name
    .replaceAll(/[_-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
