import { useState } from 'react';
import type { Picture } from './pictures';

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Every picture of an answer, with its caption, permalink and counts. */
export function Gallery({ pictures }: { pictures: Picture[] }) {
  return (
    <ul className="gallery" tabIndex={0} aria-label="Pictures of the answer">
      {pictures.map((picture) => (
        <li key={picture.address}>
          <Card picture={picture} />
        </li>
      ))}
    </ul>
  );
}

function Card({ picture }: { picture: Picture }) {
  const { caption, username, permalink, counts } = picture;
  return (
    <figure>
      <Show picture={picture} />
      <figcaption>
        {username && <b>{username}</b>}
        {caption && <p>{caption}</p>}
        {counts.length > 0 && <p className="counts">{counts.map(({ noun, count }) => <span key={noun}>{`${count.toLocaleString()} ${noun}`}</span>)}</p>}
        {permalink && /^https?:/.test(permalink) && (
          <a href={permalink} target="_blank" rel="noreferrer">
            On Instagram
          </a>
        )}
      </figcaption>
    </figure>
  );
}

/**
 * The picture itself. What fails as an image is tried as a video, and the other way
 * round: without the media's type an address need not say which it is.
 */
function Show({ picture: { address, kind, poster, alt, caption, expiresAt, allowed } }: { picture: Picture }) {
  const [failed, setFailed] = useState<string[]>([]);
  const other = kind === 'image' ? 'video' : 'image';
  const shown = failed.includes(kind) ? other : kind;
  const fail = () => setFailed((before) => [...before, shown]);

  if (expiresAt && expiresAt.getTime() < Date.now()) {
    return <Missing why={`Expired on ${date.format(expiresAt)}.`} next="Run the operation again for a fresh address." />;
  }
  if (!allowed) {
    return <Missing why={`This page may not load from ${URL.canParse(address) ? new URL(address).host : 'this address'}.`} next="The picture is not at one of the Graph API's media hosts." />;
  }
  if (failed.length > 1) {
    return <Missing why="Can't be loaded: it has expired, or it is gone." next="Run the operation again for a fresh address." />;
  }
  const label = alt ?? caption?.slice(0, 120) ?? '';
  if (shown === 'video') {
    return <video src={address} poster={poster} controls loop muted playsInline preload="metadata" aria-label={label || 'Video'} onError={fail} />;
  }
  return <img src={address} alt={label} loading="lazy" decoding="async" referrerPolicy="no-referrer" onError={fail} />;
}

function Missing({ why, next }: { why: string; next: string }) {
  return (
    <p className="missing" role="note">
      <b>{why}</b> {next}
    </p>
  );
}
