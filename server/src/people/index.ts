export { recognize } from './contact.ts'
export { forgetUndeliverable, rememberUndeliverable, undeliverableAmong } from './undeliverable.ts'
