import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowLeftRight, ListChecks, Sparkles } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Mark } from '../../app'
import { useCommandAction } from '../../platform'
import { Choice } from './Choice'
import { MoveIn } from './MoveIn'
import { SetUp } from './SetUp'
import { SetUpWays } from './SetUpWays'
import styles from './Start.module.css'

type Way = 'choose' | 'setUp' | 'file' | 'moveIn'

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
          icon={ListChecks}
          title={t`Set up`}
          isDisabled={isBusy}
          onPress={() => onChoose('setUp')}
        >
          <Trans>Connect your own directory and consoles, step by step or from a file.</Trans>
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
    file: t`Set up from a file`,
    moveIn: t`Move in from another tool`,
  }[way]
  useEffect(() => {
    document.title = t`${title} · Rolecall`
  }, [title, t])
  const back = () => setWay('choose')
  return (
    <main className={styles.page}>
      <div className={styles.column} data-wide={way === 'file' || undefined}>
        <Mark size={40} />
        <h1>{title}</h1>
        {way === 'choose' && <Choices onChoose={setWay} />}
        {way === 'setUp' && <SetUpWays onBack={back} onFile={() => setWay('file')} />}
        {way === 'file' && <SetUp onBack={() => setWay('setUp')} />}
        {way === 'moveIn' && <MoveIn onBack={back} onSetUp={() => setWay('setUp')} />}
      </div>
    </main>
  )
}
