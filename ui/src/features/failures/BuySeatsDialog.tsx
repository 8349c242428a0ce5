import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from '../../app'
import { Button, Dialog, TextField } from '../../components'
import { useFormat } from '../../i18n'
import { type Banner, type BannerValue, call, toAppError } from '../../platform'
import styles from './Failures.module.css'
import { sayFailure, useRetry } from './useRetry'

const keyOf = ({ slot, value }: BannerValue) => `${slot} ${value}`

/** Whole numbers up to a million; anything else is null. */
const countOf = (text: string) => {
  const count = Number(text)
  return /^\d{1,7}$/.test(text) && count <= 1_000_000 ? count : null
}

/** Buys seats in the sample organization; each field starts with what is short. */
export function BuySeatsDialog({ banner, onClose }: { banner: Banner; onClose: () => void }) {
  const { t } = useLingui()
  const { number } = useFormat()
  const client = useQueryClient()
  const retrying = useRetry()
  const { target, cause, values } = banner
  const [counts, setCounts] = useState<Record<string, string>>(() =>
    Object.fromEntries(values.map((v) => [keyOf(v), String(v.people)])),
  )
  const wanted = values.map((v) => ({ ...v, count: countOf(counts[keyOf(v)] ?? '') }))
  const total = wanted.reduce((sum, v) => sum + (v.count ?? 0), 0)
  const buying = useMutation({
    mutationFn: async () => {
      for (const { slot, value, count } of wanted) {
        if (count) await call('sample.buy_seats', { target, slot, value, count })
      }
    },
    onSuccess: () => {
      toast({
        text: t`The seats are there. Retry sync gives them out.`,
        action: {
          label: t`Retry sync`,
          onPress: () => retrying.mutate({ cause, target, users: [] }),
        },
      })
      onClose()
    },
    onError: (thrown) => sayFailure(toAppError(thrown)),
    onSettled: () => client.invalidateQueries({ queryKey: ['overview.get'] }),
  })
  return (
    <Dialog
      title={t`Buy seats`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isPending={buying.isPending}
            isDisabled={total === 0 || wanted.some((v) => v.count === null)}
            onPress={() => buying.mutate()}
          >
            <Plural value={total} one="Buy # seat" other="Buy # seats" />
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        {wanted.map((v) => {
          const seats = number(v.seats)
          const used = number(v.used)
          return (
            <TextField
              key={keyOf(v)}
              label={v.value}
              type="number"
              value={counts[keyOf(v)] ?? ''}
              onChange={(text) => setCounts((now) => ({ ...now, [keyOf(v)]: text }))}
              error={v.count === null ? t`Enter a whole number of seats.` : undefined}
              description={
                <Trans>
                  {used} of {seats} in use ·{' '}
                  <Plural value={v.people} one="# person goes" other="# people go" /> without
                </Trans>
              }
            />
          )
        })}
        <p className={styles.soft}>
          <Trans>
            This is the sample organization: seats cost nothing, and nothing leaves this machine.
          </Trans>
        </p>
      </div>
    </Dialog>
  )
}
