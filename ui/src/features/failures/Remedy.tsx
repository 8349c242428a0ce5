import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo } from '../../app'
import { Button, LinkButton, type Selection, useCauseWords } from '../../components'
import { useFormat } from '../../i18n'
import type { Banner, BannerValue } from '../../platform'
import { type Asked, AskedDialog } from './AskedDialog'
import styles from './Failures.module.css'
import { HoldersDialog } from './HoldersDialog'

function Seats({ target, value }: { target: string; value: BannerValue }) {
  const { number } = useFormat()
  const [asksWho, setAsksWho] = useState(false)
  const { value: product, people, seats, withoutRule } = value
  const all = number(seats)
  const missing = number(people)
  const free = number(withoutRule)
  return (
    <div className={styles.stack}>
      <p>
        <Plural
          value={people}
          one={
            <Trans>
              Buy at least <b>{missing}</b> more seat of {product}
            </Trans>
          }
          other={
            <Trans>
              Buy at least <b>{missing}</b> more seats of {product}
            </Trans>
          }
        />
        {withoutRule > 0 ? (
          <>
            {', '}
            <Trans>
              or free some: <b>{free}</b> of its {all}{' '}
              <Plural value={withoutRule} one="holder gets" other="holders get" /> it from no rule.
            </Trans>
          </>
        ) : (
          '.'
        )}
      </p>
      {withoutRule > 0 && (
        <div className={styles.buttons}>
          <Button onPress={() => setAsksWho(true)}>
            <Trans>Show them</Trans>
          </Button>
        </div>
      )}
      {asksWho && <HoldersDialog target={target} value={value} onClose={() => setAsksWho(false)} />}
    </div>
  )
}

/** Where most causes are put right. */
const places: Record<string, 'connections' | 'settings' | undefined> = {
  domain_not_verified: 'connections',
  duplicate_across_directories: 'connections',
  credential_rejected: 'settings',
  certificate_untrusted: 'connections',
  unreadable_answer: 'connections',
}

/** What to do about a cause, with its figures, and the buttons that do it. */
export function Remedy({ banner, selection }: { banner: Banner; selection: Selection }) {
  const { t } = useLingui()
  const causes = useCauseWords()
  const [asks, setAsks] = useState<Asked | null>(null)
  const { cause, target, values, actions } = banner
  const isSeats = cause === 'no_licences' && values.length > 0
  const place = places[cause]
  const users = selection.all ? [] : [...selection.keys]
  return (
    <div className={styles.stack}>
      {isSeats ? (
        <>
          {values.map((value) => (
            <Seats key={`${value.slot} ${value.value}`} target={target} value={value} />
          ))}
          <p className={styles.soft}>
            <Trans>
              Free seats go by the order of the rules. When seats appear, Rolecall retries by
              itself.
            </Trans>
          </p>
        </>
      ) : (
        <p>{causes.remedy(banner)}</p>
      )}
      <div className={styles.buttons}>
        {actions.includes('buy_seats') && (
          <Button onPress={() => setAsks('buy')}>
            <Trans>Buy seats…</Trans>
          </Button>
        )}
        {actions.includes('adopt') && (
          <Button onPress={() => setAsks('adopt')}>
            {users.length > 0 ? <Trans>Adopt selected…</Trans> : <Trans>Adopt…</Trans>}
          </Button>
        )}
        {actions.includes('reactivate') && (
          <Button onPress={() => setAsks('reactivate')}>
            {users.length > 0 ? <Trans>Reactivate selected…</Trans> : <Trans>Reactivate…</Trans>}
          </Button>
        )}
        {place && (
          <LinkButton href={hrefTo(place)}>
            {place === 'settings' ? t`Open Settings` : t`Open Connections`}
          </LinkButton>
        )}
      </div>
      <AskedDialog asked={asks} banner={banner} users={users} onClose={() => setAsks(null)} />
    </div>
  )
}
