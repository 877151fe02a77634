-- Every id that a path may name: the node that it leads to, the account or
-- person whose token may read it (0 for any), whether it is there only during a
-- broadcast, and the Unix time until which it is there (NULL for ever).
CREATE VIEW node (id, node, kind, owner, live, until) AS
  SELECT id, id, 'account', id, 0, NULL FROM account
  UNION ALL SELECT scoped_id, id, 'account', id, 0, NULL FROM account
  UNION ALL SELECT legacy_id, id, 'account', id, 0, NULL FROM account
  UNION ALL SELECT id, id, 'media', owner_id, product_type = 'LIVE', iif(product_type = 'STORY', created + 86400, NULL) FROM media
  UNION ALL SELECT c.id, c.id, 'comment', m.owner_id, m.product_type = 'LIVE', NULL FROM comment c JOIN media m ON m.id = c.media_id
  UNION ALL SELECT id, id, 'hashtag', 0, 0, NULL FROM hashtag
  UNION ALL SELECT id, id, 'audio', 0, 0, NULL FROM audio
  UNION ALL SELECT id, id, 'container', account_id, 0, NULL FROM container
  UNION ALL SELECT id, id, 'upcoming event', account_id, 0, NULL FROM upcoming_event
  UNION ALL SELECT id, id, 'scheduled media', account_id, 0, NULL FROM scheduled_media
  UNION ALL SELECT business_id, id, 'business', id, 0, NULL FROM account WHERE business_id IS NOT NULL
  UNION ALL SELECT id, id, 'agency', account_id, 0, NULL FROM agency
  UNION ALL SELECT id, id, 'creator permission', account_id, 0, NULL FROM creator_permission
  UNION ALL SELECT person_id, person_id, 'user profile', account_id, 0, NULL FROM conversation
  UNION ALL SELECT id, id, 'page', person_id, 0, NULL FROM page
  UNION ALL SELECT id, id, 'person', id, 0, NULL FROM person;
