import { t } from '@lingui/core/macro'

/** The usual attributes, by their names in small letters. */
const usual: Record<string, () => string> = {
  username: () => t`User name`,
  email: () => t`E-mail`,
  active: () => t`Active`,
  displayname: () => t`Display name`,
  givenname: () => t`First name`,
  familyname: () => t`Last name`,
  title: () => t`Title`,
  usertype: () => t`User type`,
  department: () => t`Department`,
  division: () => t`Division`,
  costcenter: () => t`Cost centre`,
  employeenumber: () => t`Employee number`,
  organization: () => t`Organization`,
  manager: () => t`Manager`,
  managername: () => t`Manager’s name`,
  country: () => t`Country`,
  city: () => t`City`,
  region: () => t`Region`,
  phonenumber: () => t`Phone number`,
  locale: () => t`Locale`,
  preferredlanguage: () => t`Language`,
}

/** What an attribute is called: as an administrator says, else as is usual, else by its name. */
export const attributeLabel = ({ name, label }: { name: string; label: string }): string =>
  label || usual[name.toLowerCase()]?.() || name
