import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, type Selection } from '../../components'
import { useFormat } from '../../i18n'
import { call, toAppError } from '../../platform'
import type { FailureFilter } from './useFailureFilter'
import { sayFailure, useRetry } from './useRetry'

const pageSize = 200

/** The userNames of a filtered list without those taken out of the selection. */
async function usersBut(filter: FailureFilter, total: number, out: ReadonlySet<string>) {
  const users: string[] = []
  for (let offset = 0; offset < total; offset += pageSize) {
    const page = { offset, limit: pageSize }
    const { items } = await call('failures.list', { ...filter, page })
    users.push(...items.map((item) => item.user).filter((user) => !out.has(user)))
  }
  return users
}

/** Retries the people chosen, or all of the cause when none is. */
export function RetryButton({
  cause,
  target,
  people,
  total,
  filter,
  selection,
  canRetry,
  onDone,
}: {
  cause: string
  target: string
  /** Everyone of the cause. */
  people: number
  /** Those the search leaves. */
  total: number
  filter: FailureFilter
  selection: Selection
  canRetry: boolean
  onDone: () => void
}) {
  const retrying = useRetry(onDone)
  const [collects, setCollects] = useState(false)
  const chosen = selection.all ? total - selection.keys.size : selection.keys.size
  const count = chosen > 0 ? chosen : people
  const shown = useFormat().number(count)
  const onPress = async () => {
    // No names mean everyone, so that a hundred thousand need not be listed.
    const isEveryone = chosen === 0 || (chosen === people && selection.all)
    if (isEveryone) return retrying.mutate({ cause, target, users: [] })
    if (!selection.all) return retrying.mutate({ cause, target, users: [...selection.keys] })
    setCollects(true)
    try {
      const users = await usersBut(filter, total, selection.keys)
      retrying.mutate({ cause, target, users })
    } catch (thrown) {
      sayFailure(toAppError(thrown))
    } finally {
      setCollects(false)
    }
  }
  return (
    <Button
      variant="primary"
      isDisabled={!canRetry || count === 0}
      isPending={collects || retrying.isPending}
      onPress={onPress}
    >
      <Trans>Retry sync for {shown}</Trans>
    </Button>
  )
}
