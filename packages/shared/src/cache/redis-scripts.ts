/**
 * What must happen at one instant in Redis.
 *
 * `clock` is the stamp of the last purge: its time in milliseconds, or one more than the purge
 * before. `mark:<tag>` is the stamp of that tag's last purge, `tag:<tag>` the keys that carry it,
 * sorted by when they expire.
 */

/** Keys: clock, entry, then mark and tag of every tag. Arguments: value, ttl, stamp. */
export const fillScript = `
local clock = tonumber(redis.call('GET', KEYS[1]) or '0')
local since = tonumber(ARGV[3])
if clock < since then return 0 end
for i = 3, #KEYS, 2 do
  if tonumber(redis.call('GET', KEYS[i]) or '0') > since then return 0 end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ttl = tonumber(ARGV[2])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ttl)
for i = 4, #KEYS, 2 do
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
  redis.call('ZADD', KEYS[i], now + ttl, KEYS[2])
  if redis.call('PTTL', KEYS[i]) < ttl then redis.call('PEXPIRE', KEYS[i], ttl) end
end
return 1`

/** Keys: clock, then mark and tag of every tag. Arguments: how long marks live. */
export const purgeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0') + 1)
local text = string.format('%.0f', stamp)
redis.call('SET', KEYS[1], text)
for i = 2, #KEYS, 2 do
  redis.call('SET', KEYS[i], text, 'PX', ARGV[1])
  for _, key in ipairs(redis.call('ZRANGE', KEYS[i + 1], 0, -1)) do redis.call('UNLINK', key) end
  redis.call('DEL', KEYS[i + 1])
end
return stamp`
