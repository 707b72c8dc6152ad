-- What an answer taught about a shop's allowance.
-- KEYS[1] state, KEYS[2] recent grants. ARGV: kind, perSecond, burst, ttlMs, then
--   throttled: retryAfterMs, settleMs      level: available, maximum, restorePerSecond
local kind, policy, burst, ttl = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local stored = redis.call('HMGET', KEYS[1], 'tat', 'rate', 'throttled')
local rate = math.min(tonumber(stored[2]) or policy, policy)
local tat = tonumber(stored[1]) or now
local function text(number) return string.format('%.3f', number) end

if kind == 'level' then
  local available, restore = tonumber(ARGV[5]), tonumber(ARGV[7])
  redis.call('HSET', KEYS[1], 'tat', text(now + (burst - available) * 1000 / restore), 'rate', text(math.min(restore, policy)))
  redis.call('PEXPIRE', KEYS[1], ttl)
  return text(rate)
end

local retry, settle = tonumber(ARGV[5]), tonumber(ARGV[6])
local emptied = now + retry + burst * 1000 / rate
-- Calls already under way are refused for the same reason: they teach nothing new.
if now - (tonumber(stored[3]) or 0) < settle then
  redis.call('HSET', KEYS[1], 'tat', text(math.max(tat, emptied)))
  return text(rate)
end

-- The platform took all calls of the last second but this one: that many it takes, if that is between half and all.
local accepted, refused = 0, nil
for _, grant in ipairs(redis.call('LRANGE', KEYS[2], 0, -1)) do
  local at = tonumber(grant)
  if at <= now then
    refused = refused or at
    if at < refused and refused - at < 1000 then accepted = accepted + 1 end
  end
end
rate = math.max(rate / 2, math.min(accepted, rate))
redis.call('HSET', KEYS[1], 'tat', text(math.max(tat, emptied)), 'rate', text(rate), 'changed', text(now), 'throttled', text(now))
redis.call('PEXPIRE', KEYS[1], ttl)
return text(rate)
