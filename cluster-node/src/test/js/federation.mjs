// Signing in through an OpenID Provider of others: discovery, PKCE, nonce, RFC 9207, userinfo.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { CLIENT_ID, CLIENT_SECRET, provider, serve } from './support/provider.mjs';
import { admin, issuer } from './support/workspace.mjs';

const idp = await admin('POST', '/idps', {
  type: 'oidc',
  name: 'The Others',
  issuer: provider.origin,
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  creation: 'any',
});
serve(idp.redirect_uri);

/** Signs in on the provider's own pages, and allows what we ask for. → where it sends the browser */
async function at(address, login) {
  const jar = new Map();
  let next = new URL(address);
  let request = {};
  for (let steps = 0; steps < 15; steps++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { ...request, redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (location) {
      next = new URL(location, next);
      request = {};
      if (next.origin === issuer.origin) {
        return next;
      }
      continue;
    }
    const html = await response.text();
    assert.equal(response.status, 200, html);
    const prompt = html.match(/name="prompt" value="(\w+)"/)[1];
    next = new URL(html.match(/<form[^>]*action="([^"]+)"/)[1], next);
    request = { method: 'POST', body: new URLSearchParams({ prompt, login, password: 'any' }) };
  }
  throw new Error('the provider goes round in circles');
}

test('a first sign-in makes a user, and the next finds it', async () => {
  for (let time = 0; time < 2; time++) {
    const browser = new Browser();
    const away = await browser.open(`/ui/idp/${idp.id}/start`);
    assert.equal(away.leadsTo.origin, provider.origin);
    const page = await browser.open(await at(away.leadsTo, 'grace'));
    assert.equal(page.status, 200, page.html);
  }
  const { items } = await admin('GET', '/users?q=grace');
  assert.equal(items.length, 1);
  assert.equal(items[0].email, 'grace@there.example');
  const { items: identities } = await admin('GET', `/users/${items[0].id}/identities`);
  assert.deepEqual(identities.map(({ subject }) => subject), ['grace']);
});
