type Props = { was: string; is: string; wasTitle: string; isTitle: string }

/**
 * What stands and what would, side by side; on a phone one under the other. Lines that only one of them has are marked.
 */
export function Difference({ was, is, wasTitle, isTitle }: Props) {
  const [before, after] = [was.split('\n'), is.split('\n')]
  return (
    <div className="grid grid-cols-2 gap-2 max-[899px]:grid-cols-1">
      <Side title={wasTitle} mark="−" lines={before} others={after} className="text-danger" />
      <Side title={isTitle} mark="+" lines={after} others={before} className="text-good" />
    </div>
  )
}

type SideProps = { title: string; mark: string; lines: string[]; others: string[]; className: string }

function Side({ title, mark, lines, others, className }: SideProps) {
  const common = new Set(others)
  const isEmpty = lines.length === 1 && lines[0] === ''
  return (
    <figure className="min-w-0 rounded-md border bg-canvas px-2.5 py-1.5">
      <figcaption className="text-ink-3 text-xs">{title}</figcaption>
      {isEmpty ? (
        <p className="text-ink-3 text-xs leading-5">nothing</p>
      ) : (
        <div dir="auto" className="font-mono text-ink-2 text-xs leading-5 [overflow-wrap:anywhere]">
          {numbered(lines).map(({ line, key }) => (
            <p key={key} className="flex gap-1.5">
              <span aria-hidden className={`w-2 shrink-0 select-none ${className}`}>
                {common.has(line) ? '' : mark}
              </span>
              <span className={`min-w-0 whitespace-pre-wrap ${common.has(line) ? 'text-ink-3' : 'text-ink'}`}>
                {line || '\u00a0'}
              </span>
            </p>
          ))}
        </div>
      )}
    </figure>
  )
}

const numbered = (lines: string[]) => lines.map((line, at) => ({ line, key: `${at} ${line}` }))
