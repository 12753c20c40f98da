import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, faultsOf, hooks } from '../api.ts'
import { Field } from '../kit/field.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { Gate, GateForm, passwordHint } from './gate.tsx'

/** Where the link of an invitation leads: two lines, and one is in. */
export function Invitation() {
  const { token = '' } = useSearch({ from: '/gate/invitation' })
  const invitation = hooks.useQuery(
    'get',
    '/auth/invitation',
    { params: { query: { token } } },
    { staleTime: Infinity },
  )
  const { error } = invitation
  if (error instanceof ApiError && error.status < 500 && error.status >= 400) {
    return (
      <Gate title="This invitation is over" says="It was used, taken back, or is too old. Ask for a new one.">
        <Link to="/sign-in" search={{}} className="self-start rounded-sm py-1 text-accent text-sm hover:underline">
          Sign in instead
        </Link>
      </Gate>
    )
  }
  return (
    <Loaded asked={invitation} waiting="Loading" wrong="The invitation could not be read" isPage>
      {(invited) => <Accept token={token} {...invited} />}
    </Loaded>
  )
}

type Props = { token: string; email: string; name: string; organisation: string }

function Accept({ token, email, organisation, ...invited }: Props) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(invited.name)
  const [password, setPassword] = useState('')
  const accept = hooks.useMutation('post', '/auth/invitation', {
    onSuccess: async () => {
      client.clear()
      await navigate({ to: '/tickets', search: {}, replace: true })
    },
  })
  const faults = faultsOf(accept.error)
  return (
    <Gate
      title={`Join ${organisation}`}
      says={
        <>
          You sign in as <b className="font-medium text-ink [overflow-wrap:anywhere]">{email}</b>.
        </>
      }
    >
      <GateForm
        deed={`Join ${organisation}`}
        doing="One moment…"
        busy={accept.isPending}
        wrong={faults.rest ?? faults.of('token')}
        onSubmit={() => accept.mutate({ body: { token, name, password } })}
      >
        {/* So that a password manager keeps the right name with the password. */}
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <Field
          label="Your name"
          autoComplete="name"
          autoFocus
          required
          value={name}
          error={faults.of('name')}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          hint={passwordHint}
          value={password}
          error={faults.of('password')}
          onChange={(event) => setPassword(event.target.value)}
        />
      </GateForm>
    </Gate>
  )
}
