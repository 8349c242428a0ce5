import type { NotifyEmail } from '../../../platform'

/** How news are mailed, as it is being edited. */
export interface EmailForm {
  to: string
  from: string
  host: string
  port: string
  tls: string
  user: string
  password: string
  ca: string
}

/** The name of the secret with the password, where the configuration names none. */
const passwordName = 'notify-email'

/** Ports that mail servers listen on. */
export const usualPort: Record<string, string> = { starttls: '587', tls: '465', none: '25' }

/** What is saved, ready to be edited. */
export const toForm = (email: NotifyEmail | null): EmailForm => ({
  to: email?.to.join(', ') ?? '',
  from: email?.from ?? '',
  host: email?.host ?? '',
  port: email?.port == null ? '' : String(email.port),
  tls: email?.tls ?? 'starttls',
  user: email?.user ?? '',
  password: '',
  ca: email?.ca ?? '',
})

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** What is typed, as the engine takes it. */
export function fromForm(form: EmailForm, saved: NotifyEmail | null): NotifyEmail {
  const user = orNull(form.user)
  return {
    to: form.to.split(/[\s,;]+/).filter((address) => address !== ''),
    from: form.from.trim(),
    host: form.host.trim(),
    port: form.port.trim() === '' ? null : Number(form.port),
    tls: form.tls,
    user,
    secret: user === null ? null : (saved?.secret ?? passwordName),
    secretKept: saved?.secretKept ?? false,
    ca: orNull(form.ca),
  }
}

/** Whether a port can be used; an empty one is the usual one. */
export const isPort = (text: string) =>
  text.trim() === '' ||
  (/^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65_535)

/** Whether enough is typed to be saved. */
export const isComplete = (form: EmailForm) =>
  form.to.trim() !== '' && form.from.trim() !== '' && form.host.trim() !== '' && isPort(form.port)
