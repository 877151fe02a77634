// An app on a phone and one on a desktop sign people in, by the clients that most programs in JavaScript use.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { signIn, start } from './program.mjs';

let program;
before(async () => { program = await start(); });
after(() => program?.stop());

/** Asks who it is by an access token, and returns the username, or the code of the error. */
async function who(token) {
  const response = await fetch(program.graphql, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{"query":"{ me { username } }"}',
  });
  const { data, errors } = await response.json();
  return errors ? errors[0].extensions.code : data.me.username;
}

test('openid-client signs somebody in, refreshes and revokes', async () => {
  const config = await openid.discovery(new URL(program.issuer), 'phone', undefined, openid.None(), {
    algorithm: 'oauth2', execute: [openid.allowInsecureRequests],
  });
  const code_verifier = openid.randomPKCECodeVerifier();
  const state = openid.randomState();
  const authorize = (more) => openid.buildAuthorizationUrl(config, {
    redirect_uri: 'com.example.app:/back', state, code_challenge_method: 'S256', ...more,
  });
  const code_challenge = await openid.calculatePKCECodeChallenge(code_verifier);

  const denied = await signIn(authorize({ code_challenge }), 'deny');
  await assert.rejects(openid.authorizationCodeGrant(config, denied, { pkceCodeVerifier: code_verifier, expectedState: state }), { error: 'access_denied' });

  const back = await signIn(authorize({ code_challenge, scope: 'read' }));
  assert.equal(back.protocol, 'com.example.app:');
  const first = await openid.authorizationCodeGrant(config, back, { pkceCodeVerifier: code_verifier, expectedState: state });
  assert.equal(first.scope, 'read');
  assert.equal(first.expires_in, 900);
  assert.equal(await who(first.access_token), 'metricsaurus');

  const second = await openid.refreshTokenGrant(config, first.refresh_token);
  assert.equal(await who(second.access_token), 'metricsaurus');
  await openid.tokenRevocation(config, second.refresh_token);
  assert.equal(await who(second.access_token), 'UNAUTHENTICATED');
  await assert.rejects(openid.refreshTokenGrant(config, second.refresh_token), { error: 'invalid_grant' });
});

/** The desktop's way with oauth4webapi, which checks each answer by the letter of the standards. */
async function desktop() {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const client = { client_id: 'desktop' };
  const redirect = 'http://127.0.0.1:49152/back'; // any port
  const issuer = new URL(program.issuer);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }));
  assert.deepEqual(server.code_challenge_methods_supported, ['S256']);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const authorize = new URL(server.authorization_endpoint);
  authorize.search = new URLSearchParams({
    client_id: 'desktop', redirect_uri: redirect, response_type: 'code', state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  const told = oauth.validateAuthResponse(server, client, await signIn(authorize), state);
  const redeem = async () => oauth.processAuthorizationCodeResponse(
    server, client, await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), told, redirect, verifier, insecure),
  );
  const refresh = async (token) => oauth.processRefreshTokenResponse(
    server, client, await oauth.refreshTokenGrantRequest(server, client, oauth.None(), token, insecure),
  );
  const revoke = async (token) => oauth.processRevocationResponse(
    await oauth.revocationRequest(server, client, oauth.None(), token, insecure),
  );
  return { redeem, refresh, revoke };
}

const refused = { error: 'invalid_grant' };

test('oauth4webapi: a lost answer is given again, and an old refresh token ends all', async () => {
  const app = await desktop();
  const first = await app.redeem();
  assert.equal(first.scope, 'instagram_business_basic read');
  const [second, again] = await Promise.all([app.refresh(first.refresh_token), app.refresh(first.refresh_token)]);
  assert.equal(again.refresh_token, second.refresh_token);
  assert.equal(await who(second.access_token), 'metricsaurus');
  const clock = await fetch(`${program.graph}/_control/clock`, { method: 'POST', body: '{"advance":"31s"}' });
  assert.equal(clock.status, 200);
  await assert.rejects(app.refresh(first.refresh_token), refused);
  await assert.rejects(app.refresh(second.refresh_token), refused);
  assert.equal(await who(second.access_token), 'UNAUTHENTICATED');
});

test('oauth4webapi: a code that is used twice ends what came of it', async () => {
  const app = await desktop();
  const first = await app.redeem();
  await assert.rejects(app.redeem(), refused);
  assert.equal(await who(first.access_token), 'UNAUTHENTICATED');
  await assert.rejects(app.refresh(first.refresh_token), refused);
});

test('oauth4webapi: an access token is revoked, and one that is not there', async () => {
  const app = await desktop();
  const first = await app.redeem();
  await app.revoke(first.access_token);
  await app.revoke('no token');
  assert.equal(await who(first.access_token), 'UNAUTHENTICATED');
  assert.equal(await who((await app.refresh(first.refresh_token)).access_token), 'metricsaurus');
});
