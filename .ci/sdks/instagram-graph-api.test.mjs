// Every request of instagram-graph-api. It asks for v18.0//{id}, or ///{id}
// where no version is set, and puts the parameters of a POST into the address.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import instagram from 'instagram-graph-api';
import { account, container, find, methods, page, story, token } from './world.mjs';

const client = new instagram.Client(token, account, instagram.ApiVersion.LATEST);
const { DayMetric, LifetimeMetric, PageOption, PublicMediaField, SimplePostMetric, StoryMetric, WeekAndMonthMetric } = instagram;

const { album, comment, hashtag, media, reply } = await find();

const filled = (list) => assert.ok(list.length > 0 && !list.includes(undefined), `not there: ${list}`);
const metrics = (answer, ...names) => assert.deepEqual(answer.getMetrics().map((m) => m.getMetricName()), names);

// The requests that read, by the client's method for each, and what each is to give.
const reads = {
  async newGetPageInfoRequest() {
    const info = await client.newGetPageInfoRequest().execute();
    assert.equal(info.getId(), account);
    assert.equal(info.getUsername(), 'metricsaurus');
    assert.equal(info.getMediaCount(), 248);
    filled([info.getBiography(), info.getIgId(), info.getFollowers(), info.getFollows(), info.getName(), info.getProfilePictureUrl()]);
  },
  async newGetInstagramAccountInfoRequest() {
    const { name, username, profile_picture_url } = (await client.newGetInstagramAccountInfoRequest().execute()).getAccountInfo();
    assert.deepEqual([name, username], ['Metricsaurus', 'metricsaurus']);
    filled([profile_picture_url]);
  },
  async newGetPageMediaRequest() {
    const first = await client.newGetPageMediaRequest().withLimit(10).execute();
    assert.equal(first.getIds().length, 10);
    for (const list of [first.getTimestamps(), first.getMediaTypes(), first.getPermalinks(), first.getShortcodes(), first.getIgIds(),
      first.getMediaOwnerIds(), first.getUsernames(), first.getCommentsCount(), first.getCommentsEnabled(), first.getMediaProductTypes()]) filled(list);
    const second = await client.newGetPageMediaRequest().withLimit(10).withPaging({ option: PageOption.AFTER, value: first.getPaging().getAfter() }).execute();
    const back = await client.newGetPageMediaRequest().withLimit(10).withPaging({ option: PageOption.BEFORE, value: second.getPaging().getBefore() }).execute();
    assert.equal(new Set([...first.getIds(), ...second.getIds()]).size, 20);
    assert.deepEqual(back.getIds(), first.getIds());
    const range = await client.newGetPageMediaRequest(PublicMediaField.TIMESTAMP).withRange(Date.UTC(2024, 0) / 1000, Date.UTC(2025, 0) / 1000).execute();
    filled(range.getTimestamps());
    assert.ok(range.getTimestamps().every((t) => t.getUTCFullYear() === 2024));
  },
  async newGetMediaInfoRequest() {
    const info = await client.newGetMediaInfoRequest(media).execute();
    filled([info.getCaption(), info.getCommentsCount(), info.getLikeCount(), info.getMediaType(), info.getPermalink(), info.getTimestamp(), info.getUsername(), info.getMediaProductType()]);
    assert.equal(info.getOwnerId(), account);
  },
  async newGetMediaChildrenRequest() {
    filled((await client.newGetMediaChildrenRequest(album).execute()).getIds());
  },
  async newGetMediaCommentsRequest() {
    const first = await client.newGetMediaCommentsRequest(media).withLimit(5).execute();
    assert.equal(first.getIds().length, 5);
    for (const list of [first.getTexts(), first.getTimestamps(), first.getHidden(), first.getLikeCounts(), first.getUsernames(), first.getMediaObjects()]) filled(list);
  },
  async newGetCommentRequest() {
    const top = await client.newGetCommentRequest(comment).execute();
    assert.equal(top.getParentMediaId(), media);
    filled([top.getText(), top.getTimestamp(), top.getUsername(), top.getFrom().id, top.isHidden(), top.getReplies()[0].id]);
    assert.equal((await client.newGetCommentRequest(reply).execute()).getParentId(), comment);
  },
  async newGetRepliesRequest() {
    assert.ok((await client.newGetRepliesRequest(comment).execute()).getIds().includes(reply));
  },
  async newGetTagsRequest() {
    const tags = await client.newGetTagsRequest().withLimit(2).execute();
    filled(tags.getUsernames());
    filled([tags.getBefore(), tags.getAfter()]);
  },
  async newGetPageStoriesRequest() {
    assert.ok((await client.newGetPageStoriesRequest().execute()).getIds().includes(story));
  },
  async newGetContainerRequest() {
    const state = await client.newGetContainerRequest(container).execute();
    assert.deepEqual([state.getContainerId(), state.getContainerStatusCode()], [container, instagram.CONTAINER_STATUS_CODE.IN_PROGRESS]);
    filled([state.getContainerStatus()]);
  },
  async newGetContentPublishingLimitRequest() {
    const limit = await client.newGetContentPublishingLimitRequest().execute();
    assert.deepEqual([limit.getQuotaTotal(), limit.getQuotaDuration()], [100, 86400]);
    filled([limit.getQuotaUsage()]);
  },
  async newGetHashtagIdRequest() {
    filled([(await client.newGetHashtagIdRequest('dinodata').execute()).getId()]);
  },
  async newGetHashtagRecentMediaRequest() {
    const first = await client.newGetHashtagRecentMediaRequest(hashtag).withLimit(5).execute();
    filled(first.getPermalinks());
    const second = await client.newGetHashtagRecentMediaRequest(hashtag).withLimit(5).withPaging({ option: PageOption.AFTER, value: first.getPaging().getAfter() }).execute();
    assert.equal(new Set([...first.getIds(), ...second.getIds()]).size, 10);
  },
  async newGetHashtagTopMediaRequest() {
    filled((await client.newGetHashtagTopMediaRequest(hashtag).execute()).getPermalinks());
  },
  async newGetPageRecentlySearchedHashtagsRequest() {
    assert.ok((await client.newGetPageRecentlySearchedHashtagsRequest().execute()).getIds().includes(hashtag));
  },
  async newGetPageDayInsightsRequest() {
    const days = await client.newGetPageDayInsightsRequest(DayMetric.REACH, DayMetric.FOLLOWER_COUNT).execute();
    metrics(days, 'reach', 'follower_count');
    filled([days.getMetricByName('reach').getHighest().value, days.getPaging().getPrevious()]);
  },
  async newGetPageWeekInsightsRequest() {
    metrics(await client.newGetPageWeekInsightsRequest(WeekAndMonthMetric.REACH).execute(), 'reach');
  },
  async newGetPageMonthInsightsRequest() {
    metrics(await client.newGetPageMonthInsightsRequest(WeekAndMonthMetric.REACH).execute(), 'reach');
  },
  async newGetPageLifetimeInsightsRequest() {
    const online = await client.newGetPageLifetimeInsightsRequest(LifetimeMetric.ONLINE_FOLLOWERS).execute();
    assert.equal(Object.keys(online.getMetricByName('online_followers').getValue()).length, 24);
  },
  async newGetSimplePostMediaInsightsRequest() {
    metrics(await client.newGetSimplePostMediaInsightsRequest(media, SimplePostMetric.REACH, SimplePostMetric.SAVED).execute(), 'reach', 'saved');
  },
  async newGetStoryMediaInsightsRequest() {
    metrics(await client.newGetStoryMediaInsightsRequest(story, StoryMetric.REACH, StoryMetric.REPLIES).execute(), 'reach', 'replies');
  },
  // The client has no methods for these.
  async GetAlbumMediaInsightsRequest() {
    metrics(await new instagram.GetAlbumMediaInsightsRequest(token, album, 'reach').execute(), 'reach'); // its own metrics are all retired
  },
  async GetAuthorizedFacebookPagesRequest() {
    const [first] = (await new instagram.GetAuthorizedFacebookPagesRequest(token).execute()).getAuthorizedFacebookPages();
    assert.equal(first.id, page);
    filled([first.access_token, first.category, first.name, first.tasks[0]]);
  },
  async GetLinkedInstagramAccountRequest() {
    assert.equal((await new instagram.GetLinkedInstagramAccountRequest(token, page).execute()).getInstagramPageId(), account);
  },
};

// Requests that write, but come to nothing here, and the one that exchanges a token;
// writes.mjs has those that are done.
const writes = {
  newPostMediaCommentRequest: () => client.newPostMediaCommentRequest('17900000000009999', 'Nice chart'),
  newPostHideCommentRequest: () => client.newPostHideCommentRequest(comment, false), // which leaves hide out
  newDeleteCommentRequest: () => client.newDeleteCommentRequest('17900000000009999'),
  newPostReplyRequest: () => client.newPostReplyRequest('17900000000009999', 'Thanks'),
  newPostPagePhotoMediaRequest: () => client.newPostPagePhotoMediaRequest('https://example.com/1.jpg').withIsCarousel(true), // as is_carousel
  newPostPageReelMediaRequest: () => client.newPostPageReelMediaRequest('https://example.com/1.mp4'),
  newPostPageCarouselMediaRequest: () => client.newPostPageCarouselMediaRequest([container]),
  newPostPageStoriesPhotoMediaRequest: () => client.newPostPageStoriesPhotoMediaRequest('https://example.com/1.jpg'),
  newPostPageStoriesVideoMediaRequest: () => client.newPostPageStoriesVideoMediaRequest('https://example.com/1.mp4'),
  newPostPublishMediaRequest: () => client.newPostPublishMediaRequest(container),
  GetUserLongLivedTokenRequest: () => new instagram.GetUserLongLivedTokenRequest(token, '1', 'secret'),
};

describe('instagram-graph-api reads', () => {
  for (const [name, read] of Object.entries(reads)) test(name, read);

  test('without a version', async () => {
    const unversioned = new instagram.Client(token, account);
    assert.equal((await unversioned.newGetPageInfoRequest().execute()).getId(), account);
  });
});

describe('instagram-graph-api is refused in so many words', () => {
  for (const [name, request] of Object.entries(writes)) {
    test(name, async () => {
      const { error } = (await request().execute()).getData();
      assert.match(error.message, /^Unsupported (post|delete) request|hide is required|^Only photo or video|^Invalid parameter|^Media ID is not available|^An access token is required|^Error validating application/);
      assert.ok(error.fbtrace_id);
    });
  }

  test('the retired metrics that it asks for by itself', async () => {
    const request = client.newGetPageDayInsightsRequest();
    await assert.rejects(request.execute(), TypeError); // it takes an error for a list
    const { error } = await (await fetch(`${request.config().baseURL}/${request.config().url}?${instagram.paramsToURLSearchParams(request.config().params)}`)).json();
    assert.match(error.message, /^\(#100\) metric\[0\] must be one of the following values/);
  });

  test('an unknown id', async () => {
    const { error } = (await client.newGetMediaInfoRequest('17900000000009999').execute()).getData();
    assert.deepEqual([error.code, error.error_subcode, error.type], [100, 33, 'GraphMethodException']);
  });
});

test('no request of instagram-graph-api is forgotten', () => {
  const covered = Object.keys({ ...reads, ...writes });
  const concrete = Object.keys(instagram).filter((name) => /Request$/.test(name) && !/^Abstract/.test(name));
  const missing = [...methods(instagram.Client, 'new'), ...concrete].filter((name) => !covered.includes(name) && !covered.includes(`new${name}`));
  assert.deepEqual(missing, []);
});
