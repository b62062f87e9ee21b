// Second factors: an authenticator app, recovery codes, codes by e-mail, and where the workspace asks for one.
import assert from 'node:assert/strict';
import { authenticatorApp } from './support/authenticator.mjs';
import { CALLBACK, PHONE, admin, authorizationRequest, createUser, registerApp, scenario } from './support/scenario.mjs';

const LOOKS = { light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } };
const app = await registerApp();

async function recoveryCodes(visitor) {
  const codes = (await visitor.page.locator('#recovery-codes').innerText()).trim().split('\n');
  assert.equal(codes.length, 10);
  return codes;
}

/** Signs in anew, as far as a password goes. */
async function passwordOf(visitor, user) {
  await visitor.signOut();
  await visitor.open('/ui/login');
  await visitor.signIn(user);
  assert.equal(visitor.path, '/ui/mfa');
}

/** The code in a mail to this address. */
async function mailedCode(address) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { items } = await (await fetch(process.env.PRYSM_MAILBOX)).json();
    const code = items
      .filter(({ to }) => to === address)
      .map(({ text }) => /^ {4}(\d{6})\s*$/m.exec(text)?.[1])
      .find(Boolean);
    if (code) {
      return code;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no code came to ${address}`);
}

for (const [name, options] of Object.entries(LOOKS)) {
  scenario(`an authenticator app is set up, asked for, and stood in for by a recovery code: ${name}`, options, async (visitor) => {
    const user = await createUser();
    await visitor.open('/ui/account/factors');
    await visitor.signIn(user);
    await visitor.sees('No code is set up as a second step.');
    await visitor.screenshot(`factors-none-${name}`);
    await visitor.follow('Set up an authenticator app');
    assert.ok(await visitor.page.getByRole('img', { name: 'QR code for your authenticator app' }).isVisible());
    await visitor.screenshot(`totp-setup-${name}`);
    await visitor.fill({ code: '12' });
    await visitor.submit();
    await visitor.sees('That is not right.');
    await visitor.screenshot(`totp-setup-wrong-${name}`);
    const code = await authenticatorApp(visitor);
    await visitor.fill({ name: 'Telephone', code: code() });
    await visitor.submit();
    const codes = await recoveryCodes(visitor);
    await visitor.screenshot(`recovery-codes-${name}`);
    await visitor.follow('I have kept them, continue');
    await visitor.sees('Telephone', 'Codes that are left: 10.');
    await visitor.screenshot(`factors-${name}`);

    await passwordOf(visitor, user);
    await visitor.screenshot(`mfa-totp-${name}`);
    await visitor.fill({ code: '12' });
    await visitor.submit();
    await visitor.sees('That is not right.');
    await visitor.screenshot(`mfa-wrong-${name}`);
    await visitor.fill({ code: code(1) });
    await visitor.submit();
    await visitor.sees('You are signed in');

    await passwordOf(visitor, user);
    await visitor.follow('Use a recovery code');
    await visitor.screenshot(`mfa-recovery-code-${name}`);
    await visitor.fill({ code: codes[3].toUpperCase() });
    await visitor.submit();
    await visitor.sees('You are signed in');
    await visitor.open('/ui/account/factors');
    await visitor.sees('Codes that are left: 9.');
  });

  scenario(`where it is required a second step is set up in the sign-in: ${name}`, options, async (visitor) => {
    const user = await createUser();
    await admin('PATCH', '/workspace', { mfa: 'required' });
    try {
      await visitor.open(authorizationRequest(app));
      await visitor.signIn(user);
      await visitor.sees('Set up a second step');
      await visitor.screenshot(`mfa-choose-${name}`);
      await visitor.follow('Set up an authenticator app');
      await visitor.screenshot(`mfa-totp-setup-${name}`);
      await visitor.fill({ code: (await authenticatorApp(visitor))() });
      await visitor.submit();
      await recoveryCodes(visitor);
      await visitor.follow('I have kept them, continue');
      assert.ok(visitor.page.url().startsWith(`${CALLBACK}?code=`));

      await visitor.open('/ui/account/factors');
      await visitor.sees('A second step is required here.');
      await visitor.page.getByText('Rename', { exact: true }).first().click();
      await visitor.screenshot(`factors-required-${name}`);
      await visitor.fill({ name: 'Old telephone' });
      await visitor.submit();
      await visitor.sees('Old telephone');
      await visitor.press(visitor.page.getByRole('button', { name: 'Remove Old telephone', exact: true }));
      await visitor.sees('No code is set up as a second step.');
    } finally {
      await admin('PATCH', '/workspace', { mfa: 'optional' });
    }
  });
}

scenario('codes by e-mail', { javaScriptEnabled: false, viewport: PHONE }, async (visitor) => {
  const user = await createUser();
  await visitor.open('/ui/account/factors');
  await visitor.signIn(user);
  await visitor.press(visitor.page.getByRole('button', { name: 'Use codes by e-mail', exact: true }));
  await recoveryCodes(visitor);
  await visitor.follow('I have kept them, continue');
  await visitor.sees('Codes by e-mail');

  await passwordOf(visitor, user);
  await visitor.sees('We send a code to your e-mail address.');
  await visitor.screenshot('mfa-email-code-send');
  await visitor.submit();
  await visitor.sees('Enter the six digits that we sent');
  await visitor.screenshot('mfa-email-code');
  await visitor.fill({ code: await mailedCode(`${user.username}@example.com`) });
  await visitor.submit();
  await visitor.sees('You are signed in');
});

scenario('a sign-in that is over', {}, async (visitor) => {
  await visitor.open('/ui/mfa');
  await visitor.sees('This sign-in is over');
  await visitor.screenshot('mfa-over');
});
