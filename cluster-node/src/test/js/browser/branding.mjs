// A workspace's own looks: what its admin may set, and what comes of it on the page that everybody sees first.
import assert from 'node:assert/strict';
import { PHONE, admin, authorizationRequest, issuer, registerApp, scenario } from './support/scenario.mjs';

const HEAVIEST = 50_000;
const LOOKS = { light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } };
const BRAND = {
  display_name: 'Café Größenwahn & Söhne',
  accent_color: '#8a1c4a',
  tos_uri: 'https://cafe.example/terms',
  policy_uri: 'https://cafe.example/privacy',
  support_uri: 'https://cafe.example/help',
};

const app = await registerApp({ client_name: 'Table Booking' });

/** Drawn by the browser, and as heavy as logos come. */
async function drawLogo(visitor) {
  const base64 = await visitor.page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 160;
    canvas.height = 80;
    const pen = canvas.getContext('2d');
    const paint = pen.createLinearGradient(0, 0, 160, 80);
    ['#8a1c4a', '#d9822b', '#3b6e8f'].forEach((colour, at) => paint.addColorStop(at / 2, colour));
    pen.fillStyle = paint;
    pen.arc(40, 40, 36, 0, 7);
    pen.fill();
    pen.fillRect(86, 6, 68, 68);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

async function putLogo(picture) {
  const response = await fetch(new URL('/admin/v1/branding/logo', issuer), {
    method: 'PUT',
    headers: { authorization: `Bearer ${process.env.PRYSM_ADMIN_TOKEN}`, 'content-type': 'image/png' },
    body: picture,
  });
  assert.equal(response.status, 200, await response.text());
}

/** Gateways know a workspace as of some seconds ago. */
async function signInPage(isAsWanted) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (isAsWanted(await (await fetch(new URL('/ui/login', issuer))).text())) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the sign-in page does not change');
}

/** What came for the page: its own bytes, and those of each thing that it loaded, by path. */
function weights(visitor) {
  return visitor.page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => [
      new URL(entry.name).pathname,
      entry.decodedBodySize,
    ]),
  );
}

async function branded(visitor, run) {
  await admin('PATCH', '/branding', BRAND);
  await putLogo(await drawLogo(visitor));
  const { logo_uri: logo } = await admin('GET', '/branding');
  try {
    await signInPage((html) => html.includes(new URL(logo).pathname) && html.includes('cafe.example/help'));
    await run(new URL(logo).pathname);
  } finally {
    await admin('DELETE', '/branding/logo');
    await admin('PATCH', '/branding', Object.fromEntries(Object.keys(BRAND).map((name) => [name, null])));
    await signInPage((html) => !html.includes('cafe.example') && !html.includes('/ui/assets/logo/'));
  }
}

scenario('a colour that cannot be read is refused in words', {}, async (visitor) => {
  const before = await admin('GET', '/branding');
  await assert.rejects(admin('PATCH', '/branding', { accent_color: '#ffd54f' }), /422 (?=.*"accent_color")(?=.*contrast of only 1\.\d\d : 1)/);
  await assert.rejects(admin('PATCH', '/branding', { accent_color_dark: '#1b1b3a' }), /422 (?=.*"accent_color_dark")(?=.*contrast of only \d\.\d\d : 1)/);
  assert.deepEqual(await admin('GET', '/branding'), before, 'and nothing is changed');
  await visitor.open('/ui/login');
  assert.equal(await visitor.page.locator('link[href^="/ui/assets/brand/"]').count(), 0);
});

scenario('name, logo, colours and links of a workspace are on its pages, in every look', {}, async (visitor) => {
  await branded(visitor, async (logo) => {
    for (const [name, options] of Object.entries(LOOKS)) {
      const guest = await visitor.another(options);
      await guest.open(authorizationRequest(app));
      await guest.sees(BRAND.display_name, 'to continue to Table Booking');
      for (const [words, address] of Object.entries({ Terms: BRAND.tos_uri, Privacy: BRAND.policy_uri, Help: BRAND.support_uri })) {
        assert.equal(await guest.page.getByRole('link', { name: words, exact: true }).getAttribute('href'), address);
      }
      assert.ok(await guest.page.locator('img.logo').evaluate((image) => image.complete && image.naturalWidth === 160), 'the logo is seen');
      const loaded = await weights(guest);
      assert.ok(loaded.some(([path, bytes]) => path === logo && bytes > 1_000), 'and weighed');
      const weight = loaded.reduce((sum, [, bytes]) => sum + bytes, 0);
      assert.ok(weight < HEAVIEST, `${weight} bytes: ${JSON.stringify(loaded)}`);
      const button = guest.page.locator('main button[type="submit"]').first();
      const ground = await button.evaluate((element) => getComputedStyle(element).backgroundColor);
      if (name !== 'dark') {
        assert.equal(ground, 'rgb(138, 28, 74)');
      }
      await guest.screenshot(`branded-sign-in-${name}`);
      await guest.signIn({ username: 'nobody' }, 'not the password');
      await guest.screenshot(`branded-sign-in-wrong-${name}`);
    }
  });
});
