import type { paths } from '@docket/api'

type Lists = {
  [P in keyof paths]: paths[P] extends {
    get: { responses: { 200: { content: { 'application/json': { items: unknown[] } } } } }
  }
    ? P
    : never
}[keyof paths]
type Item<P extends Lists> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': { items: (infer I)[] } } } } }
}
  ? I
  : never

export type Member = Item<'/users'>
export type Invited = Item<'/users/invitations'>
export type Session = Item<'/me/sessions'>
export type Token = Item<'/tokens'>
export type AuditEntry = Item<'/audit'>
export type RoleInWords = Item<'/roles'>
export type Role = Member['role']
export type Permission = RoleInWords['permissions'][number]['permission']

export const roleChoices: { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'agent', label: 'Agent' },
  { value: 'admin', label: 'Admin' },
]
