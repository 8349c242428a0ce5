import { useLingui } from '@lingui/react/macro'
import { attributeLabel } from '../../../i18n'
import type { Vocabulary } from '../../../platform'
import type { Custom, ours } from './mapping'

/** What our attributes are called where a column is to become one of them. */
export function useOurWords(): Record<(typeof ours)[number], string> {
  const { t } = useLingui()
  return {
    userName: t`User name`,
    id: t`Stable id`,
    email: t`E-mail`,
    givenName: t`First name`,
    familyName: t`Last name`,
    displayName: t`Display name`,
    active: t`Active (yes or no)`,
    orgUnit: t`Org unit`,
    groups: t`Groups`,
    department: t`Department`,
    title: t`Title`,
    employeeNumber: t`Employee number`,
    costCenter: t`Cost centre`,
    division: t`Division`,
    country: t`Country`,
    city: t`City`,
    manager: t`Manager`,
  }
}

/** The custom attributes that are read from a column. */
export const customsOf = (vocabulary: Vocabulary | undefined): Custom[] =>
  (vocabulary?.attributes ?? []).flatMap(({ name, label, custom, from }) =>
    custom && from !== null ? { name, label: attributeLabel({ name, label }), from } : [],
  )
