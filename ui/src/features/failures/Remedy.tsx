import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { hrefTo } from '../../app'
import { Button, LinkButton, type Selection, useCauseWords } from '../../components'
import { useFormat } from '../../i18n'
import type { Banner, BannerValue } from '../../platform'
import { AdoptDialog } from './AdoptDialog'
import { BuySeatsDialog } from './BuySeatsDialog'
import styles from './Failures.module.css'

function Seats({ value }: { value: BannerValue }) {
  const { number } = useFormat()
  const { value: product, people, seats, withoutRule } = value
  const all = number(seats)
  const missing = number(people)
  const free = number(withoutRule)
  return (
    <p>
      <Plural
        value={people}
        one={
          <>
            Buy at least <b>{missing}</b> more seat of {product}
          </>
        }
        other={
          <>
            Buy at least <b>{missing}</b> more seats of {product}
          </>
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
  const [asks, setAsks] = useState<'adopt' | 'buy' | null>(null)
  const { cause, target, people, values, actions } = banner
  const isSeats = cause === 'no_licences' && values.length > 0
  const place = places[cause]
  const users = selection.all ? [] : [...selection.keys]
  const close = () => setAsks(null)
  return (
    <div className={styles.stack}>
      {isSeats ? (
        <>
          {values.map((value) => (
            <Seats key={`${value.slot} ${value.value}`} value={value} />
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
        {place && (
          <LinkButton href={hrefTo(place)}>
            {place === 'settings' ? t`Open Settings` : t`Open Connections`}
          </LinkButton>
        )}
      </div>
      {asks === 'adopt' && (
        <AdoptDialog
          target={target}
          cause={cause}
          people={users.length || people}
          users={users}
          onClose={close}
        />
      )}
      {asks === 'buy' && <BuySeatsDialog banner={banner} onClose={close} />}
    </div>
  )
}
