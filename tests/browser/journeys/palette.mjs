// Everything by its name: the palette, and a pause found there.

export default {
  'everything by its name: the palette': async ({ begin }) => {
    const app = await begin()
    const { page } = app
    await app.firstSync()
    await app.look('overview-runs', { sizes: [{ width: 1280, height: 1100 }] })
    await page.keyboard.press('Control+k')
    const field = page.getByRole('searchbox', { name: 'Search or do' })
    await field.waitFor()
    await app.look('palette')
    await field.fill('aaliyah')
    await page.getByRole('menuitem', { name: /Aaliyah/ }).first().click()
    await page.getByRole('heading', { level: 1, name: /Aaliyah/ }).waitFor()
    await page.keyboard.press('Control+k')
    await field.fill('pause')
    await page.getByRole('menuitem', { name: 'Pause User sync for 1 hour' }).waitFor()
    await page.keyboard.press('Enter')
    await app.go('Overview')
    const paused = page.getByRole('main').getByText('User sync is paused')
    await paused.waitFor()
    await app.look('paused', { sizes: [{ width: 1280, height: 800 }] })
    await app.button('Resume').click()
    await paused.waitFor({ state: 'detached' })
  },
}
