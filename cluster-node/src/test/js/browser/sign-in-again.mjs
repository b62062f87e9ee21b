// Proving once more who one is: because an app asks, or because what comes next in the own account is grave. And signing out.
import assert from 'node:assert/strict';
import { authenticatorApp } from './support/authenticator.mjs';
import { CALLBACK, PHONE, authorizationRequest, createUser, registerApp, scenario } from './support/scenario.mjs';

const app = await registerApp({ client_name: 'Bank', post_logout_redirect_uris: [CALLBACK] });

/** What the app was answered. */
function answer(visitor) {
  const address = new URL(visitor.page.url());
  assert.equal(address.origin + address.pathname, CALLBACK);
  return Object.fromEntries(address.searchParams);
}

scenario('an app asks for another sign-in by prompt and by max_age', {}, async (visitor) => {
  const user = await createUser();
  await visitor.open(authorizationRequest(app));
  await visitor.signIn(user);
  assert.ok(answer(visitor).code);
  await visitor.open(authorizationRequest(app));
  assert.ok(answer(visitor).code, 'nobody is asked twice');

  await visitor.open(authorizationRequest(app, { prompt: 'login' }));
  assert.equal(visitor.path, '/ui/login');
  await visitor.sees('to continue to Bank');
  await visitor.signIn(user, 'not the password');
  await visitor.sees('do not match');
  await visitor.signIn(user);
  assert.ok(answer(visitor).code);

  await visitor.open(authorizationRequest(app, { max_age: '300' }));
  assert.ok(answer(visitor).code, 'that was just now');
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  await visitor.open(authorizationRequest(app, { max_age: '1' }));
  assert.equal(visitor.path, '/ui/login');
  await visitor.signIn(user);
  assert.ok(answer(visitor).code);
});

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE, javaScriptEnabled: false } })) {
  scenario(`what is grave in the account takes the factor that another browser has set up meanwhile: ${name}`, options, async (visitor) => {
    const user = await createUser();
    await visitor.open('/ui/account/factors');
    await visitor.signIn(user);

    const other = await visitor.another();
    await other.open('/ui/account/factors');
    await other.signIn(user);
    await other.follow('Set up an authenticator app');
    const code = await authenticatorApp(other);
    await other.fill({ name: 'Telephone', code: code() });
    await other.submit();

    await visitor.open('/ui/account/factors/totp');
    assert.equal(visitor.path, '/ui/login');
    await visitor.sees('Please sign in again');
    assert.equal(await visitor.page.locator('[name="username"]').inputValue(), user.username);
    await visitor.screenshot(`sign-in-again-${name}`);
    await visitor.signIn(user);
    assert.equal(visitor.path, '/ui/mfa');
    await visitor.fill({ code: code(1) });
    await visitor.submit();
    assert.equal(visitor.path, '/ui/account/factors', 'where it was asked for');
    await visitor.sees('Telephone');
    await visitor.press(visitor.page.getByRole('button', { name: 'Remove Telephone', exact: true }));
    await visitor.sees('No code is set up as a second step.');
  });
}

scenario('the current password is asked for before there is another', {}, async (visitor) => {
  const user = await createUser();
  await visitor.open('/ui/account/password');
  await visitor.signIn(user);
  await visitor.fill({ current_password: 'not the password', password: 'seven quiet lighthouses' });
  await visitor.submit();
  assert.equal(visitor.path, '/ui/account/password');
  await visitor.screenshot('account-password-wrong');
  await visitor.signOut();
  await visitor.open('/ui/login');
  await visitor.signIn(user);
  await visitor.sees('You are signed in');
});

scenario('signs out from the account, and nothing of it is left in the browser', { javaScriptEnabled: false }, async (visitor) => {
  await visitor.open('/ui/account');
  await visitor.signIn(await createUser());
  await visitor.signOut();
  await visitor.open('/ui/account');
  assert.equal(visitor.path, '/ui/login');
  await visitor.open(authorizationRequest(app, { prompt: 'none' }));
  assert.equal(answer(visitor).error, 'login_required');
});

scenario('an app signs its user out, who comes back to it', {}, async (visitor) => {
  const user = await createUser();
  await visitor.open(authorizationRequest(app));
  await visitor.signIn(user);
  const parameters = new URLSearchParams({ client_id: app.client_id, post_logout_redirect_uri: CALLBACK, state: 'out' });
  await visitor.open(`/oidc/v1/end_session?${parameters}`);
  await visitor.sees('Sign out?');
  await visitor.submit();
  assert.deepEqual(answer(visitor), { state: 'out' });
  await visitor.open(authorizationRequest(app, { prompt: 'none' }));
  assert.equal(answer(visitor).error, 'login_required');
});

scenario('signs out everywhere, in this browser and the other', {}, async (visitor) => {
  const user = await createUser();
  await visitor.open('/ui/account');
  await visitor.signIn(user);
  const other = await visitor.another();
  await other.open('/ui/account');
  await other.signIn(user);
  await visitor.signOutEverywhere();
  for (const browser of [visitor, other]) {
    await browser.open(authorizationRequest(app, { prompt: 'none' }));
    assert.equal(answer(browser).error, 'login_required');
    await browser.open('/ui/account/sessions');
    assert.equal(browser.path, '/ui/login');
  }
});
