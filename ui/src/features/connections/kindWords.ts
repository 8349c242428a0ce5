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

/** What stands under *Place* for a kind of target: an address or a file, or the vendor's name for the customer. */
export function usePlaceLabel() {
  const { t } = useLingui()
  return (kind: string): string => {
    switch (kind) {
      case 'umapi':
        return t`Organization`
      case 'goto':
        return t`Account key`
      case 'scim':
        return t`Address`
      case 'csv':
        return t`File`
      default:
        return t`Place`
    }
  }
}
