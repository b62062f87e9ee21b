// Making an account, getting back into it, changing it and leaving.
import assert from 'node:assert/strict';
import { CALLBACK, PASSWORD, PHONE, admin, authorizationRequest, createUser, issuer, registerApp, scenario } from './support/scenario.mjs';

const NEXT = 'seven quiet lighthouses';
const app = await registerApp();

await admin('PATCH', '/workspace', { sign_up: 'open' });
// The gateway remembers what a workspace is like for some seconds.
while ((await fetch(new URL('/ui/signup', issuer))).status !== 200) {
  await new Promise((resolve) => setTimeout(resolve, 200));
}

/** The link in the newest mail to this address, once there are so many. */
async function mailed(address, count = 1) {
  return /https:\S+/.exec((await newest(address, count)).text)?.[0];
}

/** The newest mail to this address, once there are so many. */
async function newest(address, count = 1) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { items } = await (await fetch(process.env.PRYSM_MAILBOX)).json();
    const own = items.filter(({ to }) => to === address);
    if (own.length >= count) {
      return own[0];
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail came to ${address}`);
}

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE, javaScriptEnabled: false } })) {
  scenario(`signs up, and goes on to the app: ${name}`, options, async (visitor) => {
    const email = `new-${name}@people.example`;
    await visitor.open(authorizationRequest(app));
    await visitor.follow('Create an account');
    await visitor.screenshot(`sign-up-${name}`);
    await visitor.fill({ email, password: 'password', given_name: 'Ada' });
    await visitor.submit();
    await visitor.sees('Choose another one.');
    await visitor.fill({ password: NEXT });
    await visitor.submit();
    await visitor.sees('Look into your mail');
    await visitor.screenshot(`sign-up-mailed-${name}`);
    await visitor.open(await mailed(email));
    await visitor.screenshot(`sign-up-confirm-${name}`);
    await visitor.submit();
    assert.ok(visitor.page.url().startsWith(`${CALLBACK}?code=`));
    await visitor.open('/ui/account/email');
    await visitor.sees(`${email} is confirmed.`);
  });
}

scenario('forgets a password', {}, async (visitor) => {
  const { username } = await createUser();
  await visitor.open('/ui/login');
  await visitor.follow('Forgot your password?');
  await visitor.screenshot('forgot');
  await visitor.fill({ username });
  await visitor.submit();
  await visitor.screenshot('forgot-mailed');
  await visitor.open(await mailed(`${username}@example.com`));
  await visitor.screenshot('reset');
  await visitor.fill({ password: NEXT });
  await visitor.submit();
  await visitor.sees('Your password is changed');
  await visitor.screenshot('reset-done');
  await visitor.follow('Sign in');
  await visitor.signIn({ username }, NEXT);
  await visitor.sees('You are signed in');
});

scenario('is invited', {}, async (visitor) => {
  await admin('POST', '/users', { username: 'guest', email: 'guest@people.example' });
  await visitor.open(await mailed('guest@people.example'));
  await visitor.screenshot('invitation');
  await visitor.fill({ password: NEXT });
  await visitor.submit();
  await visitor.sees('You are signed in');
});

scenario('changes password and address, then leaves', {}, async (visitor) => {
  const { username } = await createUser();
  await visitor.open('/ui/login');
  await visitor.signIn({ username });
  await visitor.open('/ui/account/password');
  await visitor.screenshot('account-password');
  await visitor.fill({ current_password: PASSWORD, password: NEXT });
  await visitor.submit();
  await visitor.sees('Your password is changed');
  await visitor.open('/ui/account/email');
  await visitor.screenshot('account-email');
  await visitor.fill({ email: `${username}@new.example` });
  await visitor.submit();
  await visitor.open(await mailed(`${username}@new.example`));
  await visitor.screenshot('email-change');
  await visitor.submit();
  await visitor.sees('Your address is changed');
  await visitor.open('/ui/account/deletion');
  await visitor.screenshot('account-deletion');
  await visitor.fill({ confirmation: username });
  await visitor.submit();
  await visitor.sees('Your account is deleted');
});

scenario('a link that is none', {}, async (visitor) => {
  await visitor.open('/ui/verify?token=none');
  await visitor.sees('This link is no longer good');
  await visitor.screenshot('link-over');
});

for (const colorScheme of ['light', 'dark']) {
  scenario(`a mail is readable, and loads nothing: ${colorScheme}`, { colorScheme, viewport: PHONE }, async (visitor) => {
    const { username } = await createUser();
    await visitor.open('/ui/login');
    await visitor.follow('Forgot your password?');
    await visitor.fill({ username });
    await visitor.submit();
    const { html } = await newest(`${username}@example.com`);
    // Not under the policy of our pages, which forbids what a mail has to do: bring its styles along.
    await visitor.page.goto('about:blank');
    const asked = [];
    visitor.page.on('request', (request) => asked.push(request.url()));
    await visitor.page.setContent(html, { waitUntil: 'load' });
    await visitor.screenshot(`mail-${colorScheme}`);
    assert.deepEqual(asked, []);
    assert.equal(await visitor.page.getByRole('link').count() > 0, true);
  });
}
