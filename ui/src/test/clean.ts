import axe from 'axe-core'

/** What axe finds in an element; jsdom lays nothing out, so that contrast is measured in the browser tests. */
export async function axeFinds(element: Element): Promise<string[]> {
  const result = await axe.run(element, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  return result.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)
}
