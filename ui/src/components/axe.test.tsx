import axe from 'axe-core'
import { Users } from 'lucide-react'
import { expect, test } from 'vitest'
import { Page, setFrameStatus } from '../app'
import { Frame } from '../app/Frame'
import { show } from '../test/show'
import * as C from './index'

const nothing = () => {}

test('axe finds nothing in the frame with every component', async () => {
  setFrameStatus({
    workspace: { name: 'Contoso', people: 4812, syncedAt: 0 },
    badges: { overview: 3 },
  })
  const { baseElement } = show(
    <Frame screen="overview">
      <Page
        title="Overview"
        actions={<C.Switch label="User sync" isSelected onChange={nothing} />}
        panel={{
          title: 'If you save this',
          openLabel: 'Effect',
          children: (
            <C.Rows>
              <C.RowItem lead={<C.Initials name="Anja Köhler" />}>Anja Köhler</C.RowItem>
            </C.Rows>
          ),
        }}
      >
        <C.Banner
          tone="bad"
          title="No licences left"
          actions={<C.Button>Details</C.Button>}
          onDismiss={nothing}
        />
        <C.Tiles>
          <C.Tile label="In sync" value="4,583">
            of 4,812 people
          </C.Tile>
        </C.Tiles>
        <C.Card title="Licences" flush>
          <C.LicenceMeter name="Webinar" used={250} short={14} seats={250} />
          <C.Steps>
            <C.StepItem state="done" title="A verified domain" />
          </C.Steps>
        </C.Card>
        <C.Progress label="Sending" done={1} total={4} />
        <C.TextField label="Name" value="" onChange={nothing} description="Unique" error="Taken" />
        <C.TextArea label="Note" value="" onChange={nothing} />
        <C.SearchField label="Search" value="x" onChange={nothing} />
        <C.Select
          label="Kind"
          value="a"
          onChange={nothing}
          options={[{ value: 'a', label: 'A' }]}
        />
        <C.ComboBox label="Group" value={null} onChange={nothing} options={[]} />
        <C.Checkbox label="Create values" isSelected onChange={nothing} />
        <C.Tabs
          label="Views"
          selected="a"
          onSelect={nothing}
          tabs={[{ id: 'a', label: 'Held', content: 'None' }]}
        />
        <C.StatusWord tone="ok">In sync</C.StatusWord>
        <C.Chip kind="not">not Webinar</C.Chip>
        <C.DataTable
          label="People"
          columns={[{ id: 'n', header: 'Name', sortable: true, cell: (r: string) => r }]}
          count={3}
          rowAt={(i) => (i === 2 ? undefined : `P${i}`)}
          rowKey={(r) => r}
          onSort={nothing}
          selection={C.selectNone}
          onSelect={nothing}
        />
        <C.EmptyState icon={Users} title="Nobody yet" />
        <C.SkeletonRows rows={2} />
      </Page>
    </Frame>,
  )
  // jsdom lays nothing out; contrast is measured in the browser tests.
  const result = await axe.run(baseElement, { rules: { 'color-contrast': { enabled: false } } })
  expect(result.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
})
