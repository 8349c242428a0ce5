import { useLingui } from '@lingui/react/macro'

/** Kinds of sources and targets as administrators know them. */
export function useKindWords() {
  const { t } = useLingui()
  return (kind: string): string => {
    switch (kind) {
      case '':
        return t`No source attached`
      case 'csv':
        return t`CSV file`
      case 'ldif':
        return t`LDIF file`
      case 'ldap':
        return t`LDAP or Active Directory`
      case 'scim':
        return t`SCIM 2.0`
      case 'scim-push':
        return t`SCIM push`
      case 'entra':
        return 'Microsoft Entra ID'
      case 'google':
        return 'Google Workspace'
      case 'okta':
        return 'Okta'
      case 'umapi':
        return 'Adobe User Management'
      case 'goto':
        return 'GoTo Admin'
      default:
        return kind
    }
  }
}
