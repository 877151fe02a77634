import { useState } from 'react';

/** A post. Addresses of pictures end after some days, so one that fails is asked for again, once. */
export function Post({ post, onExpired }) {
  const [failed, setFailed] = useState(0);
  const retry = async () => {
    if (failed === 0) await onExpired(post.id).catch(() => {}); // then the picture stays away
    setFailed(failed + 1);
  };
  return (
    <li>
      <a href={post.permalink}>
        {post.displayUrl && failed < 2
          ? <img key={failed} src={post.displayUrl} alt={post.altText ?? post.caption ?? ''} loading="lazy" onError={retry} />
          : <span className="missing">{post.mediaType}</span>}
      </a>
      <p className="caption">{post.caption}</p>
      <small>{post.likeCount ?? '–'} likes, {post.commentsCount ?? '–'} comments</small>
    </li>
  );
}
