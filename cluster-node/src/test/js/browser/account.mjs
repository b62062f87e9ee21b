// One's own account.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { PASSWORD, PHONE, admin, authorizationRequest, createUser, registerApp, scenario } from './support/scenario.mjs';

const app = await registerApp({ client_name: 'Holiday Planner', first_party: false });

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } })) {
  scenario(`one's own account: ${name}`, options, async (visitor) => {
    await visitor.open(authorizationRequest(app));
    await visitor.signIn(await createUser());
    await visitor.submit({ decision: 'allow' });
    await visitor.open('/ui/account');
    await visitor.sees('Ada Lovelace');
    await visitor.screenshot(`account-${name}`);
    for (const section of ['profile', 'sessions', 'data']) {
      await visitor.open(`/ui/account/${section}`);
      await visitor.screenshot(`account-${section}-${name}`);
    }
    await visitor.open('/ui/account/apps');
    await visitor.sees('Holiday Planner');
    await visitor.screenshot(`account-apps-${name}`);
    await visitor.submit();
    await visitor.sees('You have not given any app access.');
  });
}

scenario('changes the own profile, which the audit tells', {}, async (visitor) => {
  const user = await createUser();
  await visitor.open('/ui/account/profile');
  await visitor.signIn(user);
  assert.equal(visitor.path, '/ui/account/profile', 'a sign-in comes back to where it was asked for');
  await visitor.fill({ nickname: 'Countess', locale: 'es' });
  await visitor.submit();
  await visitor.sees('Your profile is saved.');
  await visitor.screenshot('account-profile-saved');
  await visitor.fill({ locale: 'not a language' });
  await visitor.submit();
  await visitor.sees('Please check: Language');
  await visitor.screenshot('account-profile-wrong');
  const entries = await admin('GET', `/audit?type=user.updated&actor=${user.id}`);
  assert.equal(entries.items[0].actor.id, user.id);
  assert.ok(entries.items[0].user_agent.includes('Chrome'));
});

scenario('ends another session, and then all', {}, async (visitor) => {
  const user = await createUser();
  await visitor.open('/ui/account/sessions');
  await visitor.signIn(user);
  const other = await visitor.another();
  await other.open('/ui/account');
  await other.signIn(user);
  await visitor.open('/ui/account/sessions');
  await visitor.sees('Chrome on Linux', 'This device', '127.0.0.1');
  await visitor.screenshot('account-sessions-two');
  const row = visitor.page.locator('.rows > li', { hasNotText: 'This device' });
  await visitor.press(row.getByRole('button'));
  await other.open('/ui/account');
  assert.equal(other.path, '/ui/login', 'the other browser is signed out');
  await visitor.open('/ui/account/sessions');
  await visitor.press(visitor.page.getByRole('button', { name: 'Sign out everywhere' }));
  assert.equal(visitor.path, '/ui/login');
});

scenario('downloads a copy of the own data', {}, async (visitor) => {
  const user = await createUser();
  await visitor.open('/ui/account/data');
  await visitor.signIn(user);
  const [download] = await Promise.all([
    visitor.page.waitForEvent('download'),
    visitor.page.getByRole('button', { name: 'Download' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  const data = JSON.parse(text);
  assert.equal(data.profile.username, user.username);
  assert.equal(data.sessions.length, 1);
  assert.ok(data.activity.some((entry) => entry.type === 'user.signed_in' && entry.by === 'you'));
  assert.ok(!/\$2[aby]\$|secret|digest/i.test(text), 'no secret is in it');
  assert.ok(!text.includes(PASSWORD));
});
