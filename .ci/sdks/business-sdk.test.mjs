// Meta's own package. It sends a body {} with each GET, follows the links of
// paging as they come, and reads many nodes in a batch.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import business from 'facebook-nodejs-business-sdk';
import {
  account, container, event, find, instagramToken, mentionedComment, mentionedMedia, methods, owner, page, permission, person, scheduled, story, token,
} from './world.mjs';

const {
  Business, FacebookAdsApi, FacebookAdsApiBatch, IGBCAdsPermission, IGComment, IGMedia, IGMediaForIGOnlyAPI, IGUpcomingEvent, IGUser,
  IGUserForIGOnlyAPI, Page, ShadowIGHashtag, ShadowIGMediaBuilder, ShadowIGScheduledMedia, User,
} = business;
const facebook = FacebookAdsApi.init(token, 'en_US', false);
const instagram = new FacebookAdsApi(instagramToken, 'en_US', false);
const { album, comment, hashtag, media, reply } = await find();

const node = (Type, id, api = facebook) => new Type(id, {}, undefined, api);
const user = node(IGUser, account);
const ids = (list) => list.map((item) => item.id);

// Every node of Instagram that has an id, with some fields that it must show.
const nodes = [
  [user, 'username', 'name', 'ig_id', 'owner_business', 'legacy_instagram_user_id', 'is_published'],
  [node(IGMedia, media), 'caption', 'owner', 'timestamp', 'boost_eligibility_info', 'shortcode'],
  [node(IGMedia, story), 'has_poll', 'media_product_type'],
  [node(IGComment, reply), 'text', 'from', 'parent_id', 'media', 'legacy_instagram_comment_id'],
  [node(ShadowIGHashtag, hashtag), 'name'],
  [node(ShadowIGMediaBuilder, container), 'status_code', 'status', 'copyright_check_status', 'video_status'],
  [node(ShadowIGScheduledMedia, scheduled), 'media_type', 'media_url', 'publish_timestamp'],
  [node(IGUpcomingEvent, event), 'title', 'start_time', 'notification_subtypes'],
  [node(IGBCAdsPermission, permission), 'permission_type', 'status'],
  [node(IGUserForIGOnlyAPI, 'me', instagram), 'user_id', 'account_type', 'website'],
  [node(IGMediaForIGOnlyAPI, album, instagram), 'media_type', 'permalink'],
];

describe('facebook-nodejs-business-sdk reads every field of', () => {
  // These are look-ups, and need a parameter; view_count is shown below one only.
  const elsewhere = ['business_discovery', 'mentioned_comment', 'mentioned_media', 'view_count'];
  for (const [read, ...shown] of nodes) {
    test(`${read.constructor.name} ${read.id}`, async () => {
      const got = await read.get(Object.keys(read.constructor.Fields).filter((name) => !elsewhere.includes(name)));
      for (const name of shown) assert.notEqual(got[name], undefined, name);
    });
  }

  test('no node of Instagram is forgotten', () => {
    const left = [
      'IGAccessTokenForIGOnlyAPI', 'IGRefreshAccessTokenForIGOnlyAPI', // there is no exchange of tokens
      'IGBoostMediaAd', 'IGMediaBoostEligibilityInfo', // have no id
      'IGUserExportForCAM', // is of the creator marketplace, which the local graph lacks
    ];
    const covered = nodes.map(([read]) => read.constructor.name);
    const readable = Object.entries(business).filter(([name, type]) => /^(IG|ShadowIG)/.test(name) && methods(type, 'get').includes('get'));
    assert.deepEqual(readable.map(([name]) => name).sort(), [...new Set([...covered, ...left])].sort());
  });

  test('the Page, the person and the Business of Facebook Login, as far as they lead to Instagram', async () => {
    const got = await node(Page, page).get(['name', 'category', 'category_list', 'access_token', 'instagram_business_account', 'connected_instagram_account']);
    assert.equal(got.instagram_business_account.id, account);
    assert.equal(got.connected_instagram_account.id, account);
    assert.equal((await node(Business, owner).get(['name'])).name, 'Metricsaurus Ltd.');
    assert.equal((await node(User, 'me').get(['id', 'name'])).id, person);
    const [first] = await node(User, 'me').getAccounts(['instagram_business_account{username}', 'tasks']);
    assert.equal(first.instagram_business_account.username, 'metricsaurus');
  });
});

describe('facebook-nodejs-business-sdk expands', () => {
  test('business discovery, with pages of media', async () => {
    const ask = async (after) => (await user.get([`business_discovery.username(cretaceouscoffee){followers_count,media.limit(3)${after}{caption,children{id}}}`])).business_discovery;
    const first = await ask('');
    assert.equal(first.media.data.length, 3);
    const second = await ask(`.after(${first.media.paging.cursors.after})`);
    assert.equal(new Set([...ids(first.media.data), ...ids(second.media.data)]).size, 6);
  });

  test('a media and a comment that mention the account', async () => {
    const got = await user.get([`mentioned_media.media_id(${mentionedMedia}){caption,username}`, `mentioned_comment.comment_id(${mentionedComment}){text,media{id}}`]);
    assert.equal(got.mentioned_media.username, 'cretaceouscoffee');
    assert.match(got.mentioned_comment.text, /@metricsaurus/);
  });

  test('media with comments, replies and insights, in one call', async () => {
    const [first] = await user.getMedia(['caption', 'comments.limit(2){text,replies{text}}', 'insights.metric(reach,saved)'], { limit: 1 });
    assert.deepEqual(first.insights.data.map((m) => m.name), ['reach', 'saved']);
    assert.equal(first.comments.data.length, 2);
  });
});

describe('facebook-nodejs-business-sdk walks', () => {
  test('media to the end and back', async () => {
    const cursor = await user.getMedia(['id', 'timestamp'], { limit: 100 });
    const pages = [ids(cursor)];
    while (cursor.hasNext()) pages.push(ids(await cursor.next()));
    assert.deepEqual(pages.map((list) => list.length), [100, 100, 48]);
    await assert.rejects(cursor.next(), RangeError);
    for (const seen of pages.slice(0, -1).reverse()) {
      assert.deepEqual(ids(await cursor.previous()), seen);
    }
    assert.equal(cursor.hasPrevious(), false);
  });

  test('comments, which lead forward only', async () => {
    const cursor = await node(IGMedia, media).getComments(['text'], { limit: 20 });
    assert.ok(cursor.hasNext() && !cursor.hasPrevious());
    const first = ids(cursor);
    assert.equal(new Set([...first, ...ids(await cursor.next())]).size, 40);
  });

  test('a hashtag, whose cursor is the same on each page', async () => {
    const cursor = await node(ShadowIGHashtag, hashtag).getRecentMedia(['permalink'], { user_id: account, limit: 10 });
    const [first, after] = [ids(cursor), cursor.paging.cursors.after];
    const second = ids(await cursor.next());
    assert.equal(cursor.paging.cursors.after, after);
    assert.equal(new Set([...first, ...second]).size, 20);
  });

  test('insights, from one time range to the one before', async () => {
    const cursor = await user.getInsights([], { metric: 'reach', period: 'day' });
    const end = cursor[0].values[0].end_time;
    assert.ok((await cursor.previous())[0].values[0].end_time < end);
    assert.equal((await cursor.next())[0].values[0].end_time, end);
  });

  test('a range of time, told as JSON numbers', async () => {
    const range = await user.getMedia(['timestamp'], { since: Date.UTC(2024, 0) / 1000, until: Date.UTC(2025, 0) / 1000, summary: true, locale: 'de_DE' });
    assert.ok(range.length > 0 && range.every((m) => m.timestamp.startsWith('2024')));
  });
});

describe('facebook-nodejs-business-sdk looks up', () => {
  test('no more nodes by ?ids=, which Meta refuses', () =>
    assert.rejects(IGMedia.getByIds([album, media], ['media_type']), (refused) => {
      assert.equal(refused.status, 500);
      assert.match(refused.message, /ids query parameter is deprecated/);
      return true;
    }));

  test('many nodes in a batch, each with its own success or failure', async () => {
    const batch = new FacebookAdsApiBatch(facebook);
    const succeeded = [];
    const failed = [];
    for (const [path, params] of [[[account], { fields: 'username' }], [[media, 'comments'], { fields: 'text,replies{id}', limit: 2 }], [['17900000000009999'], {}]]) {
      batch.add('GET', path, params, undefined, (answer) => succeeded.push(answer), (answer) => failed.push(answer));
    }
    assert.equal(await batch.execute(), null);
    const [name, comments] = succeeded;
    assert.equal(name.body.username, 'metricsaurus');
    assert.equal(comments.body.data.length, 2);
    assert.equal(failed[0].error.response.error.error_subcode, 33);
  });

  test('the headers of an answer', async () => {
    const speaking = new FacebookAdsApi(token, 'en_US', false).setShowHeader(true);
    const { headers } = await speaking.call('GET', [account]);
    assert.equal(headers['facebook-api-version'], FacebookAdsApi.VERSION);
    assert.equal(JSON.parse(headers['x-business-use-case-usage'])[account][0].type, 'instagram');
  });
});

describe('facebook-nodejs-business-sdk is refused', () => {
  for (const [name, ask, status, error] of [
    ['an unknown id', () => node(IGMedia, '17900000000009999').get(['id']), 400, { code: 100, error_subcode: 33, type: 'GraphMethodException' }],
    ['an unknown field', () => user.get(['shoe_size']), 400, { code: 100, type: 'OAuthException' }],
    ['an unknown account', () => user.get(['business_discovery.username(nobody.at.all){id}']), 400, { code: 110, error_subcode: 2207013 }],
    ['an unknown token', () => node(IGUser, account, new FacebookAdsApi('EAAnobodys', 'en_US', false)).get(['id']), 400, { code: 190 }],
    ['a missing permission', () => node(IGUser, account, new FacebookAdsApi('EAAdemobasic', 'en_US', false)).getInsights([], { metric: 'reach', period: 'day' }), 400, { code: 10 }],
    ['a bad cursor', () => user.getMedia([], { after: 'abc' }), 400, { code: 100 }],
  ]) {
    test(name, () =>
      assert.rejects(ask(), (refused) => {
        assert.equal(refused.name, 'FacebookRequestError');
        assert.equal(refused.status, status);
        assert.ok(refused.headers['www-authenticate'].startsWith('OAuth "Facebook Platform"'));
        assert.deepEqual({ ...refused.response, ...error }, refused.response);
        return true;
      }));
  }

  // Writes that come to nothing; writes.mjs has those that are done.
  for (const [name, write, message] of [
    ['a comment that says nothing', () => node(IGMedia, media).createComment([], { message: '' }), /message is required/],
    ['a reply to nobody', () => node(IGComment, '17900000000009999').createReply([], { message: 'Thanks' }), /^Unsupported post request/],
    ['hiding a comment by half', () => node(IGComment, comment).update([], {}), /hide is required/],
    ['deleting what is not there', () => node(IGComment, '17900000000009999').delete([]), /^Unsupported delete request/],
    ['a container of a picture that cannot be had', () => user.createMedia([], { image_url: 'https://example.com/1.jpg' }), /^Only photo or video/],
    ['publishing what is not ready', () => user.createMediaPublish([], { creation_id: container }), /^Media ID is not available/],
  ]) {
    test(name, () => assert.rejects(write(), { name: 'FacebookRequestError', status: 400, message }));
  }
});
