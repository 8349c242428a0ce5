import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Warning } from '../platform'

type Details = Record<string, unknown>

const text = (details: Details, key: string) => {
  const value = details[key]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Where something stands: a file or address with line and column, as editors write it. */
const placeOf = ({ place, line, column }: Warning) =>
  [place, line, column].filter((part) => part !== null && part !== '').join(':')

/** What a source could not make sense of, in words: what is wrong and what to do, after the place where it stands. */
export function useWarningWords() {
  const { t } = useLingui()
  const ends = (details: Details): string => {
    const days = Number(details.days)
    if (days < 0) return t`it has ended`
    if (days === 0) return t`it ends within a day`
    return t`${plural(days, { one: 'it ends in # day', other: 'it ends in # days' })}`
  }
  const words: Record<string, (details: Details) => string> = {
    row_too_long: () =>
      t`A row longer than 16 MiB begins here; perhaps a quote is never closed. The rest of the file was not read.`,
    quote_open: () =>
      t`The quote opened here is never closed, so the rest of the file cannot be read. Close it, or double a quote that is meant.`,
    field_too_long: () => t`This field is longer than 1 MiB. Shorten it.`,
    not_utf8: () => t`This is not UTF-8. Save the file as UTF-8.`,
    text_after_quote: () =>
      t`Text follows a closing quote. A quote inside a quoted field must be doubled.`,
    quote_in_field: () =>
      t`A quote stands inside a field that does not begin with one. Quote the whole field and double the quote.`,
    field_count: (d) => {
      const [fields, header] = [text(d, 'fields'), text(d, 'header')]
      return t`Fields in this row: ${fields}, in the header: ${header}. Put quotes around a field that holds the delimiter.`
    },
    user_name_empty: () => t`userName is empty; every person needs one.`,
    active_wrong: (d) => {
      const value = text(d, 'value')
      return t`active is “${value}”. Write true or false.`
    },
    group_name_empty: () => t`The group has no name. Write it here.`,
    member_empty: () => t`The member is empty. Write a userName or the name of a group.`,
    member_type_wrong: (d) => {
      const value = text(d, 'value')
      return t`type is “${value}”. Write user or group.`
    },
    line_too_long: () => t`This line is longer than 16 MiB. Take the attribute out.`,
    no_colon: (d) => {
      const line = text(d, 'text')
      return t`There is no colon in “${line}”. Write name: value.`
    },
    no_attribute_name: (d) => {
      const line = text(d, 'text')
      return t`“${line}” does not begin with the name of an attribute.`
    },
    record_without_dn: (d) => {
      const name = text(d, 'name')
      return t`The record begins with “${name}”; it must begin with dn:`
    },
    dn_not_utf8: () => t`The dn is no UTF-8.`,
    second_dn: () => t`There is a second dn. Put an empty line between records.`,
    not_base64: (d) => {
      const name = text(d, 'name')
      return t`${name} is no base64.`
    },
    other_file: (d) => {
      const name = text(d, 'name')
      return t`${name} is in another file, which is not followed. Put the value here.`
    },
    same_record: (d) => {
      const [dn, twin] = [text(d, 'dn'), text(d, 'twin')]
      return t`“${dn}” is the same as “${twin}” further up. Take one of them out.`
    },
    more_records: (d) => {
      const count = Number(d.count)
      return t`${plural(count, { one: '# more record cannot be read.', other: '# more records cannot be read.' })}`
    },
    mapped_active_wrong: (d) => {
      const [user, value] = [text(d, 'user'), text(d, 'value')]
      return t`active of “${user}” is “${value}”, not true or false. Correct the map.`
    },
    key_empty: (d) => {
      const [user, name] = [text(d, 'user'), text(d, 'name')]
      return t`“${user}” has no ${name}. Give them one in the source, or change the map.`
    },
    status_unknown: (d) => {
      const [user, status] = [text(d, 'user'), text(d, 'status')]
      return t`“${user}” has the status “${status}”, which is not known; nothing of theirs is changed. Update Rolecall, or map active.`
    },
    scope_group_missing: (d) => {
      const group = text(d, 'group')
      return t`The scope names the group “${group}”, which the source does not have. Correct the scope; until then nothing is taken away from anybody.`
    },
    groups_named_alike: (d) => {
      const name = text(d, 'name')
      return t`Several groups are called “${name}”; their members count as those of one group. Rename one of them to tell them apart.`
    },
    lists_left_out: (d) => {
      const count = Number(d.count)
      return t`${plural(count, { one: 'The provider’s lists left out # person or group that is there when asked for alone; it stays as it is.', other: 'The provider’s lists left out # people and groups who are there when asked for one by one; they stay as they are.' })}`
    },
    no_groups: () => t`The provider has no groups; its people alone are read.`,
    changes_untold: (d) => {
      const reason = text(d, 'reason')
      return t`The provider does not tell what changed any more, so everything was read. It says: ${reason}`
    },
    member_unknown: (d) => {
      const [group, member] = [text(d, 'group'), text(d, 'member')]
      return t`The group “${group}” has the member “${member}”, whom nobody delivered.`
    },
    token_ends: (d) => {
      const when = ends(d)
      return t`The token: ${when}. Make a new one at the provider and enter it.`
    },
    certificate_ends: (d) => {
      const when = ends(d)
      return t`The certificate of this application: ${when}. Make a new one, upload it under Certificates & secrets, and enter it with its key.`
    },
    secret_ends: (d) => {
      const [name, when] = [text(d, 'name'), ends(d)]
      return t`The secret “${name}”: ${when}. Make a new one, enter it, and note its last day.`
    },
    token_not_kept: (d) => {
      const reason = text(d, 'reason')
      return t`The vendor gave a new token for the sign-in, and it could not be kept. It serves until Rolecall ends; let secrets be kept, then sign in again. Why: ${reason}`
    },
  }
  return (warning: Warning): string => {
    const say = words[warning.code ?? '']
    const said = say ? say(warning.details) : warning.message
    const place = placeOf(warning)
    return place === '' ? said : `${place}: ${said}`
  }
}
