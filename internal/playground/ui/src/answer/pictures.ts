import type { Outcome } from '../run';
import { type Member, membersOf, objectsIn, type Selected, selectedData } from './selection';

/** A picture or video of an answer, with what the answer says of it. */
export interface Picture {
  address: string;
  kind: 'image' | 'video';
  /** The still image of a video. */
  poster?: string;
  caption?: string;
  alt?: string;
  username?: string;
  permalink?: string;
  counts: { noun: string; count: number }[];
  /** When the address ends; missing if nothing says so. */
  expiresAt?: Date;
  /** Whether its host is one that this page may load pictures from. */
  allowed: boolean;
}

/** The fields that hold a picture whatever its host is, the one that shows most first. */
const pictureFields = ['mediaUrl', 'displayUrl', 'profilePictureUrl', 'imageUrl', 'profilePic', 'threadsUserProfilePic', 'cover', 'previewUrl'];

/** Every picture of an answer, once each, in the answer's order. */
export function picturesOf(outcome: Outcome, mediaHosts: string[]): Picture[] {
  const found = new Map<string, Picture>();
  const look = (selected: Selected, album?: Member[]) => {
    const members = membersOf(selected);
    for (const picture of picturesIn(members, album, mediaHosts)) {
      if (!found.has(picture.address)) found.set(picture.address, picture);
    }
    for (const member of members) {
      const owner = member.name === 'children' ? members : isPage(member) ? album : undefined;
      for (const object of objectsIn(selected, member)) look(object, owner);
    }
  };
  const data = selectedData(outcome);
  if (data) look(data);
  return [...found.values()];
}

/** Whether a field is a connection's own: what an album's children are reached through. */
function isPage({ name }: Member): boolean {
  return name === 'nodes' || name === 'edges' || name === 'node';
}

/** The pictures among an object's fields. Those of an album's child have the album's words. */
function picturesIn(members: Member[], album: Member[] | undefined, mediaHosts: string[]): Picture[] {
  const text = (name: string, among = members) => textOf(among, name);
  const still = text('thumbnailUrl');
  const addresses = members.filter((member) => isPicture(member, mediaHosts)).map(({ value }) => value as string);
  // A video is shown once, with its still image; the still alone where the video is withheld.
  const shown = addresses.filter((address) => address !== still || addresses.length === 1);
  const fromAlbum = (name: string) => (album ? text(name, album) : undefined);
  const expiry = text('mediaUrlExpiresAt');
  return shown.map((address) => ({
    address,
    kind: kindOf(address, text('mediaType')),
    poster: still === address ? undefined : still,
    caption: text('caption') ?? fromAlbum('caption'),
    alt: text('altText'),
    username: text('username') ?? fromAlbum('username'),
    permalink: text('permalink') ?? fromAlbum('permalink'),
    counts: countsOf(members),
    expiresAt: signedUntil(address) ?? (expiry && address === text('mediaUrl') ? new Date(expiry) : undefined),
    allowed: isFrom(address, mediaHosts),
  }));
}

function textOf(members: Member[], wanted: string): string | undefined {
  const value = members.find(({ name, value }) => name === wanted && typeof value === 'string' && value)?.value;
  return value as string | undefined;
}

function isPicture({ name, value }: Member, mediaHosts: string[]): boolean {
  if (typeof value !== 'string' || !/^https?:\/\//.test(value)) return false;
  return pictureFields.includes(name) || name === 'thumbnailUrl' || isFrom(value, mediaHosts);
}

/** Whether an address is at one of the hosts, which are written as in a content security policy. */
export function isFrom(address: string, hosts: string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return hosts.some((allowed) => {
    const [scheme, name] = allowed.split('//');
    return scheme === protocol && (name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name);
  });
}

/** The ending of an address tells more than the media's type: a video's poster is an image. */
function kindOf(address: string, mediaType?: string): Picture['kind'] {
  const path = URL.canParse(address) ? new URL(address).pathname : '';
  if (/\.(mp4|mov|webm|m4v)$/i.test(path)) return 'video';
  if (/\.(jpe?g|png|gif|webp|heic|avif)$/i.test(path)) return 'image';
  return mediaType === 'VIDEO' ? 'video' : 'image';
}

/** Meta's media servers write the end of an address into it: seconds in hexadecimal, as `oe`. */
function signedUntil(address: string): Date | undefined {
  const seconds = URL.canParse(address) ? new URL(address).searchParams.get('oe') : null;
  return seconds && /^[0-9a-f]{6,10}$/i.test(seconds) ? new Date(parseInt(seconds, 16) * 1000) : undefined;
}

/** `likeCount: 3` is "3 likes"; a count that is null says nothing. */
function countsOf(members: Member[]): Picture['counts'] {
  return members.flatMap(({ name, value }) => {
    const noun = /^([a-z][A-Za-z]*)Count$/.exec(name)?.[1];
    const count = Number(value);
    if (!noun || value === null || !Number.isFinite(count)) return [];
    const words = noun.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return [{ noun: words === 'media' || words === 'saved' ? words : words.replace(/s?$/, 's'), count }];
  });
}
