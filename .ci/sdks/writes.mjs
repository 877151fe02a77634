// What both packages write. This runs after the tests that only read, for it changes
// what they count; what it makes stays, but for a media that it deletes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import business from 'facebook-nodejs-business-sdk';
import instagram from 'instagram-graph-api';
import { account, instagramToken, page, token } from './world.mjs';

const { FacebookAdsApi, FacebookAdsApiBatch, IGComment, IGMedia, IGUpcomingEvent, IGUser, IGUserForIGOnlyAPI, Page, ShadowIGMediaBuilder } = business;
const facebook = FacebookAdsApi.init(token, 'en_US', false);
const small = new FacebookAdsApi(instagramToken, 'en_US', false);
const node = (Type, id, api = facebook) => new Type(id, {}, undefined, api);
const user = node(IGUser, account);

// Media of the demo world, to be published again.
const picture = `${process.env.GRAPH_URL}/media/17895695668004550.jpg`;
const reel = `${process.env.GRAPH_URL}/media/17881042411086627.gif`;

// finished waits until a container can be published.
async function finished(id, status) {
  for (let tries = 0; tries < 40; tries++) {
    const code = await status(id);
    if (code === 'FINISHED') return id;
    assert.equal(code, 'IN_PROGRESS');
    await wait(250);
  }
  throw new Error(`container ${id} is not finished`);
}

const newest = async (fields = ['caption']) => (await user.getMedia(fields, { limit: 1 }))[0];

describe('facebook-nodejs-business-sdk writes', () => {
  const ready = (id) => finished(id, async () => (await node(ShadowIGMediaBuilder, id).get(['status_code'])).status_code);
  const publish = async (params) => {
    const container = await user.createMedia([], params);
    return user.createMediaPublish([], { creation_id: await ready(container.id) });
  };

  test('a picture, which is the first of all media then', async () => {
    const { id } = await publish({ image_url: picture, caption: 'By the package #packaged', user_tags: [{ username: 'cretaceouscoffee', x: 0.5, y: 0.5 }] });
    const first = await newest(['caption', 'media_type', 'like_count']);
    assert.deepEqual([first.id, first.caption, first.media_type, first.like_count], [id, 'By the package #packaged', 'IMAGE', 0]);
  });

  test('a reel', async () => {
    const { id } = await publish({ media_type: 'REELS', video_url: reel, thumb_offset: '100', share_to_feed: true });
    assert.equal((await node(IGMedia, id).get(['media_product_type'])).media_product_type, 'REELS');
  });

  test('a story', async () => {
    const { id } = await publish({ media_type: 'STORIES', image_url: picture });
    assert.ok((await user.getStories([])).some((story) => story.id === id));
  });

  test('a carousel', async () => {
    const items = await Promise.all([
      user.createMedia([], { is_carousel_item: true, image_url: picture }),
      user.createMedia([], { is_carousel_item: true, media_type: 'VIDEO', video_url: reel }),
    ]);
    const { id } = await publish({ media_type: 'CAROUSEL', children: items.map((item) => item.id), caption: 'Two' });
    const children = await node(IGMedia, id).getChildren(['media_type']);
    assert.deepEqual(children.map((child) => child.media_type), ['IMAGE', 'VIDEO']);
  });

  test('what it is not allowed to publish twice', async () => {
    const container = await user.createMedia([], { image_url: picture });
    await user.createMediaPublish([], { creation_id: container.id });
    await assert.rejects(user.createMediaPublish([], { creation_id: container.id }), (refused) => {
      assert.deepEqual([refused.status, refused.response.code, refused.response.error_subcode], [400, 24, 2207008]);
      return true;
    });
  });

  test('a comment, a reply, hides and deletes', async () => {
    const media = node(IGMedia, (await publish({ image_url: picture, caption: 'Talk' })).id);
    const comment = await media.createComment([], { message: 'Nice chart' });
    await node(IGComment, comment.id).createReply([], { message: 'Thanks' });
    const [top] = await media.getComments(['text', 'replies{text}']);
    assert.deepEqual([top.id, top.text, top.replies.data[0].text], [comment.id, 'Nice chart', 'Thanks']);
    await node(IGComment, comment.id).update([], { hide: true });
    await media.update([], { comment_enabled: false });
    assert.equal((await media.get(['is_comment_enabled'])).is_comment_enabled, false);
    await assert.rejects(media.createComment([], { message: 'Anyone?' }), { name: 'FacebookRequestError', status: 400 });
    await node(IGComment, comment.id).delete([]);
    assert.equal((await media.get(['comments_count'])).comments_count, 0);
    await media.delete([]);
    await assert.rejects(media.get(['id']), { name: 'FacebookRequestError', status: 400 });
  });

  test('an upcoming event, tags of products, and what the account is notified of', async () => {
    const start = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z/, '+0000');
    const event = await node(IGUser, account).createUpcomingEvent([], { title: 'Tasting', start_time: start, notification_subtypes: ['EVENT_START'] });
    assert.equal((await node(IGUpcomingEvent, event.id).get(['title'])).title, 'Tasting');
    const first = await newest();
    await node(IGMedia, first.id).createProductTag([], { updated_tags: [{ product_id: '6120034410000000', x: 0.5, y: 0.5 }] });
    assert.equal((await node(IGMedia, first.id).getProductTags([])).length, 1);
    await node(Page, page).createSubscribedApp([], { subscribed_fields: ['feed'] });
    await node(IGUserForIGOnlyAPI, account, small).createSubscribedApp([], { subscribed_fields: ['comments', 'messages', 'mentions'] });
  });

  test('a batch, of which one request waits for another', async () => {
    const batch = new FacebookAdsApiBatch(facebook);
    const answers = [];
    const { id } = await newest();
    batch.add('POST', [id, 'comments'], { message: 'In a batch' }, undefined, (answer) => answers.push(answer.body.id));
    assert.equal(await batch.execute(), null);
    assert.equal((await node(IGComment, answers[0]).get(['text'])).text, 'In a batch');
  });
});

describe('instagram-graph-api writes', () => {
  const client = new instagram.Client(token, account, instagram.ApiVersion.LATEST);
  const ready = (id) => finished(id, async () => (await client.newGetContainerRequest(id).execute()).getContainerStatusCode());
  const publish = async (request) => {
    const id = (await request.execute()).getId();
    return (await client.newPostPublishMediaRequest(await ready(id)).execute()).getId();
  };

  test('a picture', async () => {
    const id = await publish(client.newPostPagePhotoMediaRequest(picture, 'Old hat'));
    assert.equal((await client.newGetMediaInfoRequest(id).execute()).getCaption(), 'Old hat');
  });

  test('a reel and two stories', async () => {
    const ids = await Promise.all([
      publish(client.newPostPageReelMediaRequest(reel, 'Moving')),
      publish(client.newPostPageStoriesPhotoMediaRequest(picture)),
      publish(client.newPostPageStoriesVideoMediaRequest(reel)),
    ]);
    assert.equal(new Set(ids).size, 3);
  });

  test('a carousel of items that know what they are', async () => {
    const items = [];
    for (let n = 0; n < 2; n++) items.push((await user.createMedia([], { is_carousel_item: true, image_url: picture })).id);
    const id = await publish(client.newPostPageCarouselMediaRequest(items, 'Two more'));
    assert.equal((await client.newGetMediaChildrenRequest(id).execute()).getIds().length, 2);
  });

  test('a comment, a reply, hides and deletes', async () => {
    const { id: media } = await newest();
    const comment = (await client.newPostMediaCommentRequest(media, 'Nice chart').execute()).getId();
    const reply = (await client.newPostReplyRequest(comment, 'Thanks').execute()).getId();
    assert.equal((await client.newGetCommentRequest(reply).execute()).getText(), 'Thanks');
    assert.deepEqual((await client.newPostHideCommentRequest(comment, true).execute()).getData(), { success: true });
    assert.deepEqual((await client.newDeleteCommentRequest(comment).execute()).getData(), { success: true });
    assert.ok((await client.newGetCommentRequest(reply).execute()).getData().error);
  });
});
