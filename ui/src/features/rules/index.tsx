import { Trans, useLingui } from '@lingui/react/macro'
import { SearchX } from 'lucide-react'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { hrefTo, navigate, Page, setQuery, useRoute } from '../../app'
import { Button, Drawer, EmptyState, ReadError, SkeletonRows } from '../../components'
import { type EffectFilter, useCommand } from '../../platform'
import { RulesText } from './aside/RulesText'
import { RuleTests } from './aside/RuleTests'
import { TestPerson } from './aside/TestPerson'
import { ConflictBar } from './ConflictBar'
import { freshId, newRule, nothing } from './draft/state'
import { StoreContext, useDraft } from './draft/useDraft'
import { RuleEditor } from './editor/RuleEditor'
import { EffectBar } from './effect/EffectBar'
import { EffectPanel } from './effect/EffectPanel'
import { EffectPeople } from './effect/EffectPeople'
import { SaveBar } from './effect/SaveBar'
import { type Ask, Asked, headingsOf } from './list/Asked'
import { Deleted } from './list/Deleted'
import { contains, entriesOf } from './list/entries'
import { ListBar } from './list/ListBar'
import { RulesGrid } from './list/RulesGrid'
import { useCollapsed } from './list/useCollapsed'
import { useRuleActions } from './list/useRuleActions'
import { useSelection } from './list/useSelection'
import { NoRules } from './NoRules'
import styles from './rules.module.css'
import { useNarrow } from './useNarrow'
import { useReturn } from './useReturn'
import { useScreenKeys } from './useScreenKeys'

const addRule = () => navigate(hrefTo('rules', [freshId()], { new: '1' }))

/** What the screen offers besides the list. */
const ScreenActions = memo(function ScreenActions({
  isText,
  onAside,
}: {
  isText: boolean
  onAside: (aside: 'person' | 'tests') => void
}) {
  return (
    <>
      <Button onPress={() => onAside('person')}>
        <Trans>Test a person…</Trans>
      </Button>
      <Button onPress={() => onAside('tests')}>
        <Trans>Rule tests</Trans>
      </Button>
      <Button onPress={() => setQuery({ as: isText ? '' : 'text' })}>
        {isText ? <Trans>As list</Trans> : <Trans>As text</Trans>}
      </Button>
      <Button variant="primary" onPress={addRule}>
        <Trans>Add a rule</Trans>
      </Button>
    </>
  )
})

/** Who gets what: the rules as edited, in their order, and what saving them would change. */
export default function RulesScreen() {
  const { t } = useLingui()
  const route = useRoute()
  const isNarrow = useNarrow()
  const { store, shown, query } = useDraft()
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const actions = useRuleActions(store)
  const fold = useCollapsed()
  const [ask, setAsk] = useState<Ask | null>(null)
  const [aside, setAside] = useState<'person' | 'tests' | null>(null)
  const [listed, setListed] = useState<{ of: EffectFilter | null } | null>(null)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const { draft, effect } = shown
  const openId = route?.path[0]
  const text = route?.query.q ?? ''
  const isText = route?.query.as === 'text'
  useReturn(openId)
  useScreenKeys(store)

  const known = draft?.rules.some((r) => r.view.id === openId) ?? false
  const isUnborn = openId !== undefined && !known && route?.query.new === '1'
  const rules = useMemo(() => {
    if (!draft) return []
    return isUnborn ? [...draft.rules, newRule(openId, nothing)] : draft.rules
  }, [draft, isUnborn, openId])
  const entries = useMemo(
    () =>
      entriesOf(
        rules,
        fold.collapsed,
        text.trim() === '' ? null : (row) => row.view.id === openId || contains(row, text),
      ),
    [rules, fold.collapsed, text, openId],
  )
  const order = entries.flatMap((e) => (e.kind === 'rule' ? [e.key] : [])).join('\n')
  const selection = useSelection(useMemo(() => (order === '' ? [] : order.split('\n')), [order]))
  const open = rules.find((r) => r.view.id === openId)
  const bringIn = useRef(false)
  useEffect(() => {
    if (!bringIn.current && open?.view.rule.heading) fold.fold(open.view.rule.heading, false)
    bringIn.current = open !== undefined
  }, [open, fold.fold])

  const onList = useCallback((of: EffectFilter | null) => setListed({ of }), [])
  const isEdited = Boolean(draft?.isChanged || shown.text)
  const panel = <EffectPanel shown={shown} vocabulary={vocabulary} onList={onList} />
  const title = t`If you save this`

  return (
    <StoreContext value={store}>
      <Page
        title={t`Rules`}
        subtitle={<Trans>First match wins a single choice; products add up.</Trans>}
        fill
        actions={<ScreenActions isText={isText} onAside={setAside} />}
        panel={
          isNarrow
            ? undefined
            : {
                title,
                openLabel: title,
                children: panel,
                footer: isEdited && <SaveBar shown={shown} onAll={() => onList(null)} />,
              }
        }
      >
        {query.error && !draft && <ReadError error={query.error} onRetry={() => query.refetch()} />}
        {!draft && !query.error && <SkeletonRows rows={7} height={70} />}
        {draft?.conflict && (
          <ConflictBar
            conflict={draft.conflict}
            onMerge={() => store.merge()}
            isBusy={shown.isBusy}
          />
        )}
        {draft && isText && <RulesText shown={shown} onClose={() => setQuery({ as: '' })} />}
        {draft && !isText && rules.length + draft.deleted.length === 0 && (
          <NoRules onAdd={addRule} />
        )}
        {draft && !isText && rules.length + draft.deleted.length > 0 && (
          <>
            <ListBar
              {...{ text, selection, actions }}
              count={rules.length}
              firstId={rules[0]?.view.id}
              onAsk={setAsk}
              canUndo={draft.canUndo}
              onUndo={store.undo}
            />
            {entries.length === 0 && text !== '' ? (
              <EmptyState
                icon={SearchX}
                title={t`No rule contains “${text}”`}
                action={
                  <Button onPress={() => setQuery({ q: '' })}>
                    <Trans>Show all rules</Trans>
                  </Button>
                }
              >
                <Trans>Names, notes, headings, conditions and what is given were searched.</Trans>
              </EmptyState>
            ) : (
              <RulesGrid
                {...{ rules, entries, vocabulary, selection, actions, openId }}
                pending={shown.pending}
                movedHere={shown.movedHere}
                canMove={text.trim() === '' && !isUnborn && rules.length > 1}
                onAsk={setAsk}
                onFold={fold.fold}
                editor={
                  open && (
                    <RuleEditor
                      key={open.view.id}
                      row={open}
                      isUnborn={isUnborn}
                      isPending={shown.pending.has(open.view.id)}
                      taken={rules.flatMap((r) => (r === open ? [] : [r.view.rule.name]))}
                      headings={headingsOf(rules)}
                      vocabulary={vocabulary}
                      onClose={actions.close}
                    />
                  )
                }
                foot={
                  text === '' && (
                    <Deleted
                      rules={draft.deleted}
                      onRestore={(id) => actions.edit([{ kind: 'restore', id }])}
                    />
                  )
                }
              />
            )}
          </>
        )}
        {isNarrow && isEdited && <EffectBar shown={shown} onOpen={() => setDrawerOpen(true)} />}
        {isNarrow && (
          <Drawer
            title={title}
            isOpen={isDrawerOpen && isEdited}
            onClose={() => setDrawerOpen(false)}
            footer={<SaveBar shown={shown} onAll={() => onList(null)} />}
          >
            <div className={styles.drawer}>{panel}</div>
          </Drawer>
        )}
      </Page>
      <Asked ask={ask} rules={rules} actions={actions} onClose={() => setAsk(null)} />
      {aside === 'person' && (
        <TestPerson edition={draft?.edition ?? 0} onClose={() => setAside(null)} />
      )}
      {aside === 'tests' && <RuleTests onClose={() => setAside(null)} />}
      {listed && effect && (
        <EffectPeople
          effect={effect.id}
          of={listed.of}
          onFilter={onList}
          onClose={() => setListed(null)}
        />
      )}
    </StoreContext>
  )
}
