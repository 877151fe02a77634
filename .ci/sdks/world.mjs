// What there is in the demo world of the local graph.
import './upstream.mjs';
import business from 'facebook-nodejs-business-sdk';

// Tokens of Facebook Login and of Instagram Login.
export const token = 'EAAdemometricsaurus';
export const instagramToken = 'IGAAdemometricsaurus';

export const account = '17841405822304914';
export const page = '134895793791914';
export const person = '10158560180051171';
export const owner = '287745903310042'; // a Business
export const container = '17889615691921002';
export const event = '17960000881130041';
export const scheduled = '17990000771120031';
export const permission = '120330000551';
export const story = '17902315004120011';
export const mentionedMedia = '17861070177519058';
export const mentionedComment = '17835610128690493';

// find looks up nodes that the tests need of a kind, whichever they are.
export async function find() {
  const api = new business.FacebookAdsApi(token, 'en_US', false);
  const { data: [{ id: hashtag }] } = await api.call('GET', ['ig_hashtag_search'], { user_id: account, q: 'dinodata' });
  const { data: list } = await api.call('GET', [account, 'media'], { fields: 'children{id},collaborators{id},product_tags{name},comments{replies{id}}', limit: 100 });
  const album = list.find((m) => m.children && m.collaborators).id;
  const talk = list.find((m) => m.product_tags && m.comments?.paging?.next);
  const comment = talk.comments.data.find((c) => c.replies);
  return { hashtag, album, media: talk.id, comment: comment.id, reply: comment.replies.data[0].id };
}

// methods returns the names of a class's methods that begin so.
export const methods = (type, prefix) => Object.getOwnPropertyNames(type.prototype).filter((name) => name.startsWith(prefix));
