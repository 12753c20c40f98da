import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ApiError, faultsOf, hooks } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Check } from '../kit/check.tsx'
import { Field } from '../kit/field.tsx'
import { Gate, GateForm } from './gate.tsx'

/** Address and password; then, for who has a second factor, its code. */
export function SignIn() {
  const { next } = useSearch({ from: '/gate/sign-in' })
  const client = useQueryClient()
  const router = useRouter()
  const [known, setKnown] = useState({ email: '', password: '', remember: false })
  const [step, setStep] = useState<'password' | 'code'>('password')
  useSetupFirst()
  const login = hooks.useMutation('post', '/auth/login', {
    onSuccess: () => {
      client.clear()
      router.history.push(next ?? '/tickets')
    },
    onError: (error) => {
      if (asksForCode(error)) setStep('code')
    },
  })
  const enter = (code?: string) =>
    login.mutate({ body: { ...known, email: known.email.trim(), ...(code && { code }) } })
  const back = () => {
    login.reset()
    setStep('password')
  }

  if (step === 'code') return <CodeStep email={known.email} login={login} onCode={enter} onBack={back} />
  const faults = faultsOf(login.error)
  return (
    <Gate title="Sign in to Docket" says={next ? 'Then on to where you were going.' : undefined}>
      <GateForm
        deed="Sign in"
        doing="Signing in…"
        busy={login.isPending}
        wrong={asksForCode(login.error) ? undefined : faults.rest}
        onSubmit={() => enter()}
      >
        <Field
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          required
          value={known.email}
          error={faults.of('email')}
          onChange={(event) => setKnown({ ...known, email: event.target.value })}
        />
        <Field
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={known.password}
          error={faults.of('password')}
          onChange={(event) => setKnown({ ...known, password: event.target.value })}
        />
        <div className="flex items-center justify-between gap-3">
          <Check
            label="Stay signed in"
            checked={known.remember}
            onChange={(remember) => setKnown({ ...known, remember })}
          />
          <Link to="/forgot" className="rounded-sm py-1 text-accent text-sm hover:underline">
            Forgot password?
          </Link>
        </div>
      </GateForm>
    </Gate>
  )
}

type CodeProps = {
  email: string
  login: {
    error: unknown
    isPending: boolean
    submittedAt: number
    variables?: { body?: { code?: string } } | undefined
  }
  onCode: (code: string) => void
  onBack: () => void
}

function CodeStep({ email, login, onCode, onBack }: CodeProps) {
  const [code, setCode] = useState('')
  const isFirst = !login.variables?.body?.code
  return (
    <Gate title="And now the code" says={`Open your authenticator for ${email}. A recovery code will do, too.`}>
      <GateForm
        deed="Continue"
        doing="One moment…"
        busy={login.isPending}
        wrong={isFirst ? undefined : faultsOf(login.error).rest}
        onSubmit={() => onCode(code.trim())}
      >
        <Field
          label="Code"
          autoComplete="one-time-code"
          autoFocus
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
          className="[&_input]:tnum [&_input]:tracking-[0.15em]"
        />
      </GateForm>
      <Button look="plain" onClick={onBack}>
        Sign in as somebody else
      </Button>
    </Gate>
  )
}

const asksForCode = (error: unknown) => error instanceof ApiError && error.code === 'second-factor'

/** Nobody can sign in before there is somebody: a new installation begins with its first administrator. */
function useSetupFirst(): void {
  const navigate = useNavigate()
  const isOpen = hooks.useQuery('get', '/setup', {}, { staleTime: 60_000 }).data?.open
  useEffect(() => {
    if (isOpen) void navigate({ to: '/setup', replace: true })
  }, [isOpen, navigate])
}
