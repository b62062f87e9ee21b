// Passkeys, with Chromium's virtual authenticator: added, used alone by the button and from the user name's field, as a second factor,
// removed.
import assert from 'node:assert/strict';
import { PHONE, createUser, issuer, scenario } from './support/scenario.mjs';

/** A screen lock whose owner is there at once, unless told otherwise. */
async function authenticator(visitor) {
  const devtools = await visitor.context.newCDPSession(visitor.page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Whether somebody touches it. */
    present: (enabled) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    credentials: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  };
}

/** Presses a button whose script sends the form later. */
async function press(visitor, name) {
  await Promise.all([
    visitor.page.waitForNavigation({ waitUntil: 'load' }),
    visitor.page.getByRole('button', { name, exact: true }).click(),
  ]);
  await visitor.look();
}

async function add(visitor, user) {
  await visitor.open('/ui/login');
  await visitor.signIn(user);
  await visitor.open('/ui/account/passkeys');
  await visitor.sees('You have no passkey yet.');
  await press(visitor, 'Add a passkey');
  await visitor.sees('added ');
}

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } })) {
  scenario(`a passkey is added, used, and removed: ${name}`, options, async (visitor) => {
    const device = await authenticator(visitor);
    await add(visitor, await createUser());
    await visitor.screenshot(`passkeys-${name}`);
    assert.equal((await device.credentials()).length, 1);

    await visitor.signOut();
    await device.present(false);
    await visitor.open('/ui/login');
    await visitor.screenshot(`sign-in-passkey-${name}`);
    await device.present(true);
    await press(visitor, 'Sign in with a passkey');
    await visitor.sees('You are signed in');

    await visitor.open('/ui/account/passkeys');
    await visitor.sees('last used');
    await press(visitor, 'Remove Chrome, Linux');
    await visitor.sees('You have no passkey yet.');
  });
}

scenario('a device that has one makes no other', {}, async (visitor) => {
  const device = await authenticator(visitor);
  await add(visitor, await createUser());
  // Whoever has one by now shows it before another is added; and not while the page is still looked at.
  await visitor.signOut();
  await device.present(false);
  await visitor.open('/ui/login');
  await device.present(true);
  await press(visitor, 'Sign in with a passkey');
  await visitor.open('/ui/account/passkeys');
  await visitor.page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await visitor.page.getByText('This device already has a passkey for your account.').waitFor();
  await visitor.screenshot('passkeys-known');
});

scenario('a passkey is offered in the user name’s field', {}, async (visitor) => {
  await authenticator(visitor);
  await add(visitor, await createUser());
  await visitor.signOut();
  // Chromium's virtual user takes what is offered, at once.
  await visitor.page.goto(new URL('/ui/login', issuer).href);
  await visitor.page.getByText('You are signed in').waitFor();
});

scenario('a passkey is the second factor after a password', {}, async (visitor) => {
  const device = await authenticator(visitor);
  const user = await createUser();
  await add(visitor, user);
  await visitor.signOut();
  await device.present(false);
  await visitor.open('/ui/login');
  await visitor.fill({ username: user.username, password: 'correct horse battery staple' });
  await visitor.page.locator('main form[action="/ui/login"] button[type="submit"]').click();
  await visitor.page.waitForURL(/\/ui\/mfa/);
  await visitor.open('/ui/mfa/passkey');
  await visitor.screenshot('mfa-passkey');
  await device.present(true);
  await press(visitor, 'Sign in with a passkey');
  await visitor.sees('You are signed in');

  await visitor.open('/ui/account/passkeys');
  await visitor.sees('You have no recovery codes yet.');
  await visitor.screenshot('passkeys-no-recovery');
  await visitor.follow('Get recovery codes');
  await visitor.sees('You have no recovery codes. Make some');
  await press(visitor, 'Make new recovery codes');
  await visitor.follow('I have kept them, continue');
  await visitor.sees('Codes that are left: 10.');
  await visitor.open('/ui/account/passkeys');
  assert.equal(await visitor.page.getByText('You have no recovery codes yet.').count(), 0);
  await press(visitor, 'Remove Chrome, Linux');
  await visitor.open('/ui/account/factors');
  assert.equal(await visitor.page.getByText('Recovery codes').count(), 0, 'they go with the last factor');
});

scenario('without scripts nothing of passkeys is in the way', { javaScriptEnabled: false }, async (visitor) => {
  await visitor.open('/ui/login');
  assert.equal(await visitor.page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
  await visitor.signIn(await createUser());
  await visitor.open('/ui/account/passkeys');
  await visitor.sees('Passkeys need JavaScript');
});
