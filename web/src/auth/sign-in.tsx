import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError, hooks, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Field } from '../kit/field.tsx'
import { Mark } from '../shell/mark.tsx'

export function SignIn() {
  const { next } = useSearch({ from: '/sign-in' })
  const client = useQueryClient()
  const router = useRouter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const login = hooks.useMutation('post', '/auth/login', {
    onSuccess: () => {
      client.clear()
      router.history.push(next ?? '/tickets')
    },
  })
  const fields = login.error instanceof ApiError ? login.error.fields : []
  const wrong = (field: string) => fields.find((each) => each.field === field)?.message

  const submit = (event: FormEvent) => {
    event.preventDefault()
    login.mutate({ body: { email: email.trim(), password } })
  }

  return (
    <main className="flex h-full flex-col items-center justify-center overflow-y-auto bg-canvas p-6">
      <form onSubmit={submit} className="flex w-full max-w-80 flex-col gap-4 pb-[8vh]">
        <Mark size={32} />
        <div className="mb-2">
          <h1 className="font-semibold text-lg tracking-tight">Sign in to Docket</h1>
          {next ? <p className="text-ink-2 text-sm">Then on to where you were going.</p> : null}
        </div>
        <Field
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          required
          value={email}
          error={wrong('email')}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          error={wrong('password')}
          onChange={(event) => setPassword(event.target.value)}
        />
        <p role="alert" className="min-h-5 text-danger text-sm">
          {login.error && fields.length === 0 ? sentenceOf(login.error) : null}
        </p>
        <Button type="submit" look="primary" busy={login.isPending} className="h-9">
          {login.isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </main>
  )
}
