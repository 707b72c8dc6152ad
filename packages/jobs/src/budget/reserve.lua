-- Reserves the next free slot of a shop's rate limit. One hash per shop; times in milliseconds of the Redis clock.
--   tat                          theoretical arrival time (GCRA): when the limit would be fully available again without further reservations
--   rate                         learned from 429s, per second; lowered, climbed: when it last changed; ignore429Until: 429s before it do not lower it
--   reportedRate, reportedBurst  of the platform's own bucket, as it reported them; override the policy
--   answered                     total cost of all calls whose answers reported the bucket's level
--   nextDeferredAt:<lane>        when the next deferred caller should come back
-- Outstanding calls, of buckets only: a hash of booking → time, cost, and `answered` at the reservation.
-- Spent in this minute, by lane: a hash that people are shown. A released slot stays counted.
-- KEYS: state, recent grants, outstanding calls, spent in this minute. ARGV: the request as JSON.
local state, grants, outstanding, spent, request = KEYS[1], KEYS[2], KEYS[3], KEYS[4], cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = request.now or time[1] * 1000 + time[2] / 1000
local function text(number) return string.format('%.3f', number) end

local stored = redis.call('HMGET', state, 'tat', 'rate', 'lowered', 'climbed', 'reportedRate', 'reportedBurst', 'nextDeferredAt:' .. request.lane, 'answered')
local ceiling = tonumber(stored[5]) or request.perSecond
local burst = tonumber(stored[6]) or request.burst
local rate = math.min(tonumber(stored[2]) or ceiling, ceiling)

if rate < ceiling then
  local since = math.max(tonumber(stored[4]) or 0, (tonumber(stored[3]) or 0) + request.quietMs - request.climbEveryMs)
  local steps = math.floor((now - since) / request.climbEveryMs)
  if steps > 0 then
    rate = math.min(ceiling, rate + steps * request.climbShare * ceiling)
    redis.call('HSET', state, 'rate', text(rate), 'climbed', text(since + steps * request.climbEveryMs))
    if rate == ceiling then redis.call('HDEL', state, 'rate') end
  end
end

local interval = request.cost * 1000 / rate
if burst == 0 then interval = interval * (1 + request.margin) end
-- For a shop without state (new, or lost by Redis) assume that the slot before now, or half of the burst, has been used.
local tat = tonumber(stored[1]) or (now + math.max(burst * 500 / rate, burst == 0 and interval or 0))
local whole = burst * 1000 / rate
local kept = burst == 0 and 0 or math.max(whole * request.keepShare, request.bucketReserveMs)
local room = math.max(whole - kept, interval)
local at = math.max(now, tat + interval - room)
local horizon = math.min(request.horizonMaxMs, request.horizonCalls * interval)

if at - now <= horizon then
  local after = math.max(tat, at) + interval
  if burst == 0 and (not stored[1] or now - tat > request.coldMs) then after = after + request.warmUpMs end
  after = text(after)
  redis.call('HSET', state, 'tat', after)
  redis.call('LPUSH', grants, text(at) .. ' ' .. request.cost)
  redis.call('LTRIM', grants, 0, request.grantsKept - 1)
  redis.call('PEXPIRE', state, request.ttlMs)
  redis.call('PEXPIRE', grants, request.ttlMs)
  redis.call('HINCRBYFLOAT', spent, request.lane, request.cost)
  redis.call('PEXPIRE', spent, request.spentMs)
  if burst > 0 then
    redis.call('HSET', outstanding, request.booking, text(at) .. ' ' .. request.cost .. ' ' .. (stored[8] or 0))
    redis.call('PEXPIRE', outstanding, request.ttlMs)
  end
  return { 1, text(at - now), text(rate), text(tat), after }
end

local nextDeferredAt = math.max(tonumber(stored[7]) or 0, at - horizon)
redis.call('HSET', state, 'nextDeferredAt:' .. request.lane, text(nextDeferredAt + interval))
redis.call('PEXPIRE', state, request.ttlMs)
return { 0, text(nextDeferredAt - now), text(rate) }
