import {
  type AppError,
  call,
  type Draft,
  type DraftAnswer,
  type Effect,
  type RuleEdit,
  toAppError,
} from '../../../platform'
import { markKey } from './marks'
import { applyEdits, merged } from './state'

/** The draft as the screen shows it. */
export interface DraftSnapshot {
  /** With all edits made here, answered or not. */
  draft: Draft | null
  /** Ids of rules whose last edit the engine has not answered. */
  pending: ReadonlySet<string>
  /** Ids of rules that were moved here since the last save. */
  movedHere: ReadonlySet<string>
  /** The last effect that could be computed. */
  effect: Effect | null
  /** The last edit that `effect` includes. */
  effectTurn: number
  /** Whether `effect` is that of an earlier draft, because the present one cannot be read. */
  isEffectOld: boolean
  /** Whether a condition in the builder lacks a value, so that the engine has not been told of it. */
  isWaiting: boolean
  /** Whether the engine has still to answer. */
  isBusy: boolean
  /** The list as text while it cannot be read, and why. */
  text: { text: string; error: AppError | null } | null
}

type Job =
  | { kind: 'edit'; edits: RuleEdit[]; continues: boolean; turn: number }
  | { kind: 'text'; text: string; turn: number }
  | { kind: 'undo' | 'effect'; turn: number }
  | { kind: 'discard' | 'merge' | 'reload' }
  | {
      kind: 'save'
      syncNow: boolean
      done: (draft: Draft) => void
      failed: (error: AppError) => void
    }

const nobody: DraftSnapshot = {
  draft: null,
  pending: new Set(),
  movedHere: new Set(),
  effect: null,
  effectTurn: 0,
  isEffectOld: false,
  isWaiting: false,
  isBusy: false,
  text: null,
}

/** Fields that are typed letter by letter; letters within this many milliseconds are undone together. */
const typedFields = ['name', 'note', 'heading', 'when'] as const
const pause = 1_500

const editsOf = (job: Job | null): readonly RuleEdit[] => (job?.kind === 'edit' ? job.edits : [])

/** The one rule that a job sets, or null when it does more. */
const onlySet = (edits: readonly RuleEdit[]) => {
  const [first, second] = edits
  return first?.kind === 'set' && !second ? first : null
}

/**
 * Keeps the draft on screen in step with the engine's: edits show at once, one request is on its way at a time, what is
 * typed meanwhile waits behind it, of several states of one rule only the newest. An answer counts only from the
 * edition on that is known here, and never hides edits made after it was asked for.
 */
export class DraftStore {
  #base: Draft | null = null
  #queue: Job[] = []
  #sent: Job | null = null
  #turn = 0
  #isRunning = false
  #typed: { field: string; at: number } | null = null
  #settling: ReturnType<typeof setTimeout> | undefined
  #shown = nobody
  readonly #listeners = new Set<() => void>()

  constructor(
    /** Hears of refusals that no field can show. */
    private readonly onError: (error: AppError) => void,
    /** Keeps the engine's draft whenever nothing is on its way, and answers it as it is kept. */
    private readonly onSettled: (draft: Draft) => Draft,
    /** Hears of the edition that each answer tells. */
    private readonly onEdition: (edition: number) => void = () => {},
  ) {}

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  readonly snapshot = () => this.#shown

  /** Grows with each edit made here. */
  get turn(): number {
    return this.#turn
  }

  /** Takes a draft that was read as a whole, unless a newer one is known, and asks for its effect. */
  load(draft: Draft): void {
    if (this.#base && draft.edition < this.#base.edition) return
    if (draft === this.#base) return
    this.#base = draft
    if (!draft.isChanged) this.#note({ effect: null, isEffectOld: false })
    else if (!this.#isRunning) this.#add({ kind: 'effect', turn: this.#turn })
    this.#publish()
  }

  /** Asks for the effect anew, as after a run. */
  refresh(): void {
    if (this.#base?.isChanged && !this.#isRunning) this.#add({ kind: 'effect', turn: this.#turn })
  }

  /** Notes a keystroke whose edit is still to be written; `edit` is given the answer. */
  begin(): number {
    this.#turn += 1
    markKey(this.#turn)
    return this.#turn
  }

  /** Makes edits that are undone together. */
  edit(edits: RuleEdit[], turn = this.begin()): void {
    if (edits.length === 0) return
    this.#noteMoves(edits)
    const continues = this.#continues(edits)
    const last = this.#queue.at(-1)
    const [newer, older] = [onlySet(edits), onlySet(editsOf(last ?? null))]
    if (last?.kind === 'edit' && newer && older && newer.id === older.id) {
      last.edits = [{ ...newer, position: older.position ?? newer.position }]
      last.turn = turn
    } else this.#add({ kind: 'edit', edits, continues, turn })
    if (this.#isRunning) this.#publish()
    else this.#run()
  }

  /** Makes the draft what a text says; while that cannot be read, it is kept as it is. */
  setText(text: string): void {
    const turn = this.begin()
    const last = this.#queue.at(-1)
    if (last?.kind === 'text') Object.assign(last, { text, turn })
    else this.#add({ kind: 'text', text, turn })
    this.#show({ text: { text, error: this.#shown.text?.error ?? null } })
    this.#run()
  }

  /** Says whether a condition in the builder lacks a value. */
  setWaiting(isWaiting: boolean): void {
    if (this.#shown.isWaiting !== isWaiting) this.#show({ isWaiting })
  }

  /** Gives up a text that cannot be read. */
  dropText(): void {
    this.#show({ text: null })
  }

  readonly undo = (): void => {
    this.#typed = null
    this.#add({ kind: 'undo', turn: this.begin() })
    this.#run()
  }

  discard(): void {
    this.#add({ kind: 'discard' })
    this.#show({ text: null })
    this.#run()
  }

  /** Takes over what others saved. */
  merge(): void {
    this.#add({ kind: 'merge' })
    this.#run()
  }

  /** Saves the draft after all edits made so far. */
  save(syncNow: boolean): Promise<Draft> {
    return new Promise((done, failed) => {
      this.#add({ kind: 'save', syncNow, done, failed })
      this.#run()
    })
  }

  /** Whether edits go on with what was typed a moment ago: the same field of the same rule. */
  #continues(edits: readonly RuleEdit[]): boolean {
    const set = onlySet(edits)
    const before = this.#shown.draft?.rules.find((r) => r.view.id === set?.id)?.view.rule
    const fields = set && before ? typedFields.filter((f) => set.rule[f] !== before[f]) : []
    const only = set && fields.length > 0 ? `${set.id} ${fields.join()}` : null
    const now = Date.now()
    const goesOn = only !== null && only === this.#typed?.field && now - this.#typed.at < pause
    this.#typed = only === null ? null : { field: only, at: now }
    return goesOn
  }

  #noteMoves(edits: readonly RuleEdit[]) {
    const ids = edits.flatMap((edit) => (edit.kind === 'move' ? edit.ids : []))
    if (ids.length === 0) return
    this.#note({ movedHere: new Set([...this.#shown.movedHere, ...ids]) })
  }

  #add(job: Job) {
    this.#queue.push(job)
    if (job.kind === 'effect') queueMicrotask(() => this.#run())
  }

  async #run() {
    if (this.#isRunning || !this.#base) return
    this.#isRunning = true
    for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
      this.#sent = job
      this.#publish()
      try {
        await this.#send(job)
      } catch (thrown) {
        this.#refuse(job, toAppError(thrown))
      }
      this.#sent = null
    }
    this.#isRunning = false
    this.#publish()
    this.#settle()
  }

  #settle() {
    clearTimeout(this.#settling)
    // While one types, nobody else needs the draft.
    this.#settling = setTimeout(() => {
      if (this.#base && !this.#isRunning) this.#base = this.onSettled(this.#base)
    }, 300)
  }

  async #send(job: Job): Promise<void> {
    switch (job.kind) {
      case 'edit':
        return this.#take(
          await call('draft.edit', { edits: job.edits, continues: job.continues }),
          job.turn,
        )
      case 'undo':
        return this.#take(await call('draft.undo'), job.turn)
      case 'effect':
        return this.#take(await call('effect.get'), job.turn)
      case 'text': {
        this.#take(await call('draft.set_text', { text: job.text }), job.turn)
        const isNewest = !this.#queue.some((next) => next.kind === 'text')
        if (isNewest) this.#note({ text: null })
        return
      }
      case 'save': {
        const draft = await call('draft.save', {
          edition: this.#base?.edition ?? 0,
          syncNow: job.syncNow,
        })
        this.#replace(draft)
        return job.done(draft)
      }
      case 'discard':
        return this.#replace(await call('draft.discard'))
      case 'merge':
        this.#replace(await call('draft.merge'))
        return this.#add({ kind: 'effect', turn: this.#turn })
      default:
        return this.#replace(await call('draft.get'))
    }
  }

  #replace(draft: Draft) {
    this.#base = draft
    this.onEdition(draft.edition)
    if (!draft.isChanged)
      this.#note({ effect: null, isEffectOld: false, movedHere: nobody.movedHere })
  }

  #take(answer: DraftAnswer, turn: number) {
    this.onEdition(answer.edition)
    const next = this.#base && merged(this.#base, answer)
    if (next) this.#base = next
    else this.#queue.unshift({ kind: 'reload' })
    const { effect, isChanged } = answer
    if (effect && isChanged) this.#note({ effect, effectTurn: turn, isEffectOld: false })
    else this.#note(isChanged ? { isEffectOld: true } : { effect: null, isEffectOld: false })
  }

  #refuse(job: Job, error: AppError) {
    if (job.kind === 'save') job.failed(error)
    else if (job.kind === 'text') {
      if (this.#shown.text) this.#note({ text: { ...this.#shown.text, error } })
      return
    } else if (job.kind === 'effect') return this.#note({ isEffectOld: true })
    else this.onError(error)
    if (job.kind !== 'reload') this.#queue.push({ kind: 'reload' })
  }

  /** Changes what is shown with the next `#publish`. */
  #note(change: Partial<DraftSnapshot>) {
    this.#shown = { ...this.#shown, ...change }
  }

  #show(change: Partial<DraftSnapshot>) {
    this.#note(change)
    this.#publish()
  }

  #publish() {
    const waiting = [...editsOf(this.#sent), ...this.#queue.flatMap((job) => editsOf(job))]
    const pending = waiting.flatMap((edit) => ('ids' in edit ? edit.ids : [edit.id]))
    this.#shown = {
      ...this.#shown,
      draft: this.#base && applyEdits(this.#base, waiting),
      pending: new Set(pending),
      isBusy: this.#isRunning || this.#queue.length > 0,
    }
    for (const hear of this.#listeners) hear()
  }
}
