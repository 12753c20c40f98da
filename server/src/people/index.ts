export { contactsById, recognize } from './contact.ts'
