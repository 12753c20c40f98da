import type { Stage } from '@docket/api'
import { Check, X } from 'lucide-react'
import { When } from '../kit/time.tsx'

/** The stations of its way; a failed one with its sentence. */
export function Stages({ stages }: { stages: Stage[] }) {
  return (
    <ol className="flex flex-col gap-1 border-l-2 pl-3">
      {stages.map(({ stage, at, error }) => (
        <li key={`${stage} ${at}`} className="flex items-start gap-2 text-sm">
          {error ? <X className="mt-0.5 text-danger" /> : <Check className="mt-0.5 text-good" />}
          <span className="min-w-0 flex-1">
            {stage.replaceAll(/[_-]/g, ' ')}
            {error ? <span className="block text-danger [overflow-wrap:anywhere]">{error}</span> : null}
          </span>
          <When at={at} className="text-ink-3 text-xs" />
        </li>
      ))}
    </ol>
  )
}
