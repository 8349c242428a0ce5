import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowLeftRight, FileCog, type LucideIcon, Sparkles } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Mark } from '../../app'
import { useCommandAction } from '../../platform'
import { MoveIn } from './MoveIn'
import { SetUp } from './SetUp'
import styles from './Start.module.css'

type Way = 'choose' | 'setUp' | 'moveIn'

function Choice({
  icon: Icon,
  title,
  children,
  isPending,
  isDisabled,
  onPress,
}: {
  icon: LucideIcon
  title: string
  children: ReactNode
  isPending?: boolean
  isDisabled?: boolean
  onPress: () => void
}) {
  return (
    <AriaButton
      className={styles.choice}
      isPending={isPending}
      isDisabled={isDisabled}
      onPress={onPress}
    >
      <span className={styles.sign} data-pending={isPending || undefined}>
        <Icon size={20} strokeWidth={1.5} aria-hidden="true" />
      </span>
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.text}>{children}</span>
      </span>
    </AriaButton>
  )
}

function Choices({ onChoose }: { onChoose: (way: Way) => void }) {
  const { t } = useLingui()
  const opening = useCommandAction('workspace.open_sample')
  const isBusy = opening.isPending || opening.isSuccess
  return (
    <>
      <p className={styles.lead}>
        <Trans>
          Rolecall reads your people and groups, turns them by rules into licences, roles and
          groups, and keeps your product consoles agreeing.
        </Trans>
      </p>
      <div className={styles.choices}>
        <Choice
          icon={Sparkles}
          title={t`Explore with a sample organization`}
          isPending={isBusy}
          onPress={() => opening.mutate({})}
        >
          {isBusy ? (
            <Trans>Setting up people, rules and a console on this machine…</Trans>
          ) : (
            <Trans>Everything works, and nothing leaves this machine.</Trans>
          )}
        </Choice>
        <Choice
          icon={FileCog}
          title={t`Set up`}
          isDisabled={isBusy}
          onPress={() => onChoose('setUp')}
        >
          <Trans>Start with your own source, consoles and rules, from a configuration file.</Trans>
        </Choice>
        <Choice
          icon={ArrowLeftRight}
          title={t`Move in from another tool`}
          isDisabled={isBusy}
          onPress={() => onChoose('moveIn')}
        >
          <Trans>Bring what a sync tool does for you today.</Trans>
        </Choice>
      </div>
      {opening.error && (
        <p role="alert" className={styles.error}>
          {opening.error.message}
        </p>
      )}
    </>
  )
}

/** The first start: what Rolecall is for, and three ways to begin. */
export default function Start() {
  const { t } = useLingui()
  const [way, setWay] = useState<Way>('choose')
  const title = {
    choose: t`Welcome to Rolecall`,
    setUp: t`Set up`,
    moveIn: t`Move in from another tool`,
  }[way]
  useEffect(() => {
    document.title = t`${title} · Rolecall`
  }, [title, t])
  const back = () => setWay('choose')
  return (
    <main className={styles.page}>
      <div className={styles.column} data-wide={way === 'setUp' || undefined}>
        <Mark size={40} />
        <h1>{title}</h1>
        {way === 'choose' && <Choices onChoose={setWay} />}
        {way === 'setUp' && <SetUp onBack={back} />}
        {way === 'moveIn' && <MoveIn onBack={back} onSetUp={() => setWay('setUp')} />}
      </div>
    </main>
  )
}
