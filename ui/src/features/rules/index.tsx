import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, SearchX, TextAlignStart } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { hrefTo, navigate, Page, setQuery, useRoute } from '../../app'
import { Button, Drawer, EmptyState, ReadError, SearchField, SkeletonRows } from '../../components'
import { type RuleList as Rules, useCommand } from '../../platform'
import { RuleEditor } from './editor/RuleEditor'
import { filtered } from './order'
import { RuleList } from './RuleList'
import type { RuleActions } from './RuleRow'
import styles from './rules.module.css'
import { useNarrow } from './useNarrow'
import { useDeleteRule, useDuplicateRule, useMoveRule, useSwitchRule } from './useRules'

const openNew = () => navigate(hrefTo('rules', ['new']))

function useActions(list: Rules | undefined): RuleActions {
  const move = useMoveRule()
  const enable = useSwitchRule()
  const remove = useDeleteRule()
  const duplicate = useDuplicateRule()
  return {
    move: (id, position) => move.mutate({ id, position }),
    enable: (id, enabled) => enable.mutate({ id, enabled }),
    duplicate: (view, position) =>
      duplicate(view, position, list?.rules.map((r) => r.rule.name) ?? []),
    remove,
  }
}

function Empty() {
  const { t } = useLingui()
  return (
    <EmptyState
      icon={TextAlignStart}
      title={t`No rules yet`}
      action={
        <Button variant="primary" icon={Plus} onPress={openNew}>
          <Trans>Add the first rule</Trans>
        </Button>
      }
    >
      <Trans>
        A rule says who gets what: people of a group, an org unit or with an attribute, and the
        products, roles and groups they are given.
      </Trans>
    </EmptyState>
  )
}

/** What stands in the panel for an address: the editor, or that the rule is gone. */
function Editing({ id, list, footer }: { id: string; list: Rules; footer: HTMLElement | null }) {
  const { t } = useLingui()
  const [start, setStart] = useState(0)
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const fresh = useCommand('rules.list', {})
  const view = list.rules.find((r) => r.id === id) ?? null
  if (id !== 'new' && !view) {
    return (
      <EmptyState icon={SearchX} title={t`This rule is no longer there`}>
        <Trans>It was deleted, here or by another administrator.</Trans>
      </EmptyState>
    )
  }
  return (
    <RuleEditor
      key={`${id} ${start}`}
      view={view}
      version={list.version}
      taken={list.rules.filter((r) => r.id !== id).map((r) => r.rule.name)}
      vocabulary={vocabulary}
      footer={footer}
      onReload={() => {
        fresh.refetch().then(() => setStart((n) => n + 1))
      }}
    />
  )
}

/** After the editor is closed, the focus returns to the rule it was about. */
function useReturn(id: string | undefined) {
  const last = useRef<string | undefined>(undefined)
  useEffect(() => {
    const before = last.current
    last.current = id
    if (id !== undefined || before === undefined) return
    const href = hrefTo('rules', [before])
    const timer = setTimeout(
      () => document.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`)?.focus(),
      30,
    )
    return () => clearTimeout(timer)
  }, [id])
}

/** Who gets what: the rules in their order, and the editor at their side. */
export default function RulesScreen() {
  const { t } = useLingui()
  const route = useRoute()
  const isNarrow = useNarrow()
  const [footer, setFooter] = useState<HTMLElement | null>(null)
  const rules = useCommand('rules.list', {})
  const { data: vocabulary } = useCommand('rules.vocabulary', {})
  const list = rules.data
  const actions = useActions(list)
  const id = route?.path[0]
  const text = route?.query.q ?? ''
  useReturn(id)

  const title = id === 'new' ? t`New rule` : t`Edit rule`
  const foot = <div ref={setFooter} className={styles.foot} />
  const editing = id !== undefined && list && (
    <Editing key={id} id={id} list={list} footer={footer} />
  )
  const shown = list ? filtered(list.rules, text) : []

  return (
    <Page
      title={t`Rules`}
      subtitle={<Trans>First match wins a single choice; products add up.</Trans>}
      actions={
        <>
          {list && list.rules.length > 0 && (
            <div className={styles.search}>
              <SearchField label={t`Find a rule`} value={text} onChange={(q) => setQuery({ q })} />
            </div>
          )}
          <Button variant="primary" onPress={openNew}>
            <Trans>Add a rule</Trans>
          </Button>
        </>
      }
      panel={
        editing && !isNarrow
          ? { title, openLabel: title, children: editing, footer: foot }
          : undefined
      }
    >
      {rules.error && !list && <ReadError error={rules.error} onRetry={() => rules.refetch()} />}
      {!list && !rules.error && <SkeletonRows rows={7} height={70} />}
      {list && list.rules.length === 0 && <Empty />}
      {list && list.rules.length > 0 && shown.length === 0 && (
        <EmptyState
          icon={SearchX}
          title={t`No rule contains “${text}”`}
          action={
            <Button onPress={() => setQuery({ q: '' })}>
              <Trans>Show all rules</Trans>
            </Button>
          }
        >
          <Trans>Names, notes, conditions and what is given were searched.</Trans>
        </EmptyState>
      )}
      {list && shown.length > 0 && (
        <RuleList all={list.rules} shown={shown} current={id} {...{ vocabulary, actions }} />
      )}
      {editing && isNarrow && (
        <Drawer title={title} isOpen onClose={() => navigate(hrefTo('rules'))} footer={foot}>
          {editing}
        </Drawer>
      )}
    </Page>
  )
}
