// Every edge that Meta's own package reads of the nodes of Instagram.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import business from 'facebook-nodejs-business-sdk';
import { account, find, instagramToken, methods, owner, page, token } from './world.mjs';

const { IGComment, IGMedia, IGMediaForIGOnlyAPI, IGUser, IGUserForIGOnlyAPI, Page, ShadowIGHashtag, User } = business;
const facebook = business.FacebookAdsApi.init(token, 'en_US', false);
const instagram = new business.FacebookAdsApi(instagramToken, 'en_US', false);
const { album, comment, hashtag, media } = await find();

const insights = { metric: 'reach,saved' };
const acting = { user_id: account };

// Nodes, with their edges and the parameters that each needs. Those that the
// local graph lacks (docs/deviations.md) are null.
const nodes = [
  [new IGUser(account, {}, undefined, facebook), {
    getAgencies: {},
    getAuthorizedAdAccounts: { business: owner },
    getAvailableCatalogs: {},
    getBrandedContentAdPermissions: {},
    getBrandedContentAdvertisableMedias: null,
    getBrandedContentTagApproval: null,
    getCatalogProductSearch: { catalog_id: '960176255803418' },
    getCollaborationInvites: {},
    getConnectedThreadsUser: {},
    getContentPublishingLimit: {},
    getCreatorMarketPlaceCreators: null,
    getDataset: null,
    getInsights: { metric: 'reach,follower_count', period: 'day' },
    getInstagramBackedThreadsUser: {},
    getLiveMedia: {},
    getMedia: {},
    getNotificationMessageTokens: null,
    getProductAppeal: { product_id: '6120034410000037' },
    getRecentlySearchedHashtags: {},
    getScheduledMedia: {},
    getStories: {},
    getTags: {},
    getUpcomingEvents: {},
    getWelcomeMessageFlows: null,
  }],
  [new IGMedia(media, {}, undefined, facebook), { getBoostAdsList: {}, getBrandedContentPartnerPromote: null, getComments: {}, getInsights: insights, getProductTags: {} }],
  [new IGMedia(album, {}, undefined, facebook), { getChildren: {}, getCollaborators: {} }],
  [new IGComment(comment, {}, undefined, facebook), { getReplies: {} }],
  [new ShadowIGHashtag(hashtag, {}, undefined, facebook), { getRecentMedia: acting, getTopMedia: acting }],
  [new IGUserForIGOnlyAPI(account, {}, undefined, instagram), {
    getBusinessMessagingFeatureStatus: null,
    getContentPublishingLimit: {},
    getConversations: { platform: 'instagram' },
    getInsights: { metric: 'views', period: 'day', metric_type: 'total_value' },
    getLiveMedia: {},
    getMedia: {},
    getMessengerProfile: {},
    getStories: {},
    getSubscribedApps: {},
    getTags: {},
    getWelcomeMessageFlows: null,
  }],
  [new IGMediaForIGOnlyAPI(album, {}, undefined, instagram), { getChildren: {}, getComments: {}, getInsights: insights }],
  // Of Facebook's own nodes, those edges that lead to Instagram.
  [new Page(page, {}, undefined, facebook), { getConversations: { platform: 'instagram' }, getSubscribedApps: {} }],
  [new User('me', {}, undefined, facebook), { getAccounts: {} }],
];

for (const [node, edges] of nodes) {
  describe(`facebook-nodejs-business-sdk reads ${node.constructor.name} ${node.id}`, () => {
    for (const [method, params] of Object.entries(edges)) {
      if (params === null) {
        test(`${method}, which the local graph lacks`, () =>
          assert.rejects(node[method]([], {}), { name: 'FacebookRequestError', status: 400, message: /Unknown path components/ }));
        continue;
      }
      test(method, async () => {
        const rows = await node[method]([], { ...params });
        assert.ok(rows.length > 0 || method === 'getLiveMedia'); // on the air every other hour
        for (const row of rows) assert.ok(Object.keys(row.exportAllData?.() ?? row.exportData()).length > 0);
      });
    }
  });
}

test('no edge of Instagram is forgotten', () => {
  for (const type of [IGComment, IGMedia, IGMediaForIGOnlyAPI, IGUser, IGUserForIGOnlyAPI, ShadowIGHashtag]) {
    const covered = nodes.flatMap(([node, edges]) => (node instanceof type ? Object.keys(edges) : []));
    assert.deepEqual(covered.sort(), methods(type, 'get').filter((name) => name !== 'get').sort());
  }
});
