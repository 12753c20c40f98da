import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Check } from '../kit/check.tsx'
import { Choose } from '../kit/choose.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { CopyLine } from '../kit/copy.tsx'
import { Field } from '../kit/field.tsx'
import type { Permission } from './shapes.ts'

const dayMs = 86_400_000
const lives = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'Never' },
]

/** Its name, how long it lives and what it may do; then the token itself, this once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [life, setLife] = useState('90')
  const [scopes, setScopes] = useState<Permission[]>([])
  const [isAll, setAll] = useState(false)
  const make = hooks.useMutation('post', '/tokens', {
    onSuccess: () => client.invalidateQueries({ queryKey: ['get', '/tokens'] }),
  })
  if (make.data) return <Made name={make.data.name} token={make.data.token} onClose={onClose} />

  const faults = faultsOf(make.error)
  const expires_at = life === 'never' ? null : new Date(Date.now() + Number(life) * dayMs).toISOString()
  return (
    <Confirm
      open
      onClose={onClose}
      title="New API token"
      deed="Make the token"
      busy={make.isPending}
      wrong={faults.rest ?? faults.of('scopes') ?? faults.of('expires_at')}
      onSubmit={() => make.mutate({ body: { name, expires_at, ...(isAll ? {} : { scopes }) } })}
    >
      <Field
        label="Name"
        placeholder="Status page"
        required
        value={name}
        error={faults.of('name')}
        onChange={(event) => setName(event.target.value)}
      />
      <Choose label="Ends after" value={life} choices={lives} onChoose={setLife} />
      <Scopes scopes={scopes} isAll={isAll} onScopes={setScopes} onAll={setAll} />
    </Confirm>
  )
}

type ScopesProps = {
  scopes: Permission[]
  isAll: boolean
  onScopes: (scopes: Permission[]) => void
  onAll: (isAll: boolean) => void
}

function Scopes({ scopes, isAll, onScopes, onAll }: ScopesProps) {
  const { user } = useMe()
  const roles = hooks.useQuery('get', '/roles', {}, { staleTime: Infinity })
  const mine = roles.data?.items.find(({ role }) => role === user.role)?.permissions ?? []
  return (
    <fieldset className="flex min-w-0 flex-col">
      <legend className="pb-1 font-medium text-ink-2 text-sm">What it may do</legend>
      <Check label="All that I may, now and later" checked={isAll} onChange={onAll} />
      {mine.map(({ permission, says }) => (
        <Check
          key={permission}
          label={<span className="font-mono text-ink text-xs">{permission}</span>}
          hint={says}
          disabled={isAll}
          checked={isAll || scopes.includes(permission)}
          onChange={(on) => onScopes(on ? [...scopes, permission] : scopes.filter((each) => each !== permission))}
        />
      ))}
    </fieldset>
  )
}

function Made({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <Confirm open onClose={() => undefined} title={name} deed="I have kept it" busy={false} onSubmit={onClose} only>
      <p>This is the token. It is shown only now: Docket keeps no more than its fingerprint.</p>
      <CopyLine text={token} label="Copy the token" />
    </Confirm>
  )
}
