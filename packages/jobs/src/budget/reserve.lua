-- Books the next free moment of a shop's allowance. One hash per shop; times in milliseconds of Redis' clock.
--   tat                 when the allowance would be whole again, were nothing booked any more (GCRA)
--   rate                what a 429 taught, per second; lowered, climbed: when it last changed; deaf: 429s until then teach nothing
--   toldRate, toldBurst what the platform said of its own bucket; above the policy
--   answered            cost of all calls whose answers told the bucket's state, ever
--   virtual:<lane>      how far the callers sent away have been spread
-- Outstanding calls, of buckets only: a hash of booking → moment, cost, and `answered` when it was booked.
-- KEYS: state, recent grants, outstanding calls. ARGV: the question as JSON.
local state, grants, outstanding, ask = KEYS[1], KEYS[2], KEYS[3], cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = ask.now or time[1] * 1000 + time[2] / 1000
local function text(number) return string.format('%.3f', number) end

local stored = redis.call('HMGET', state, 'tat', 'rate', 'lowered', 'climbed', 'toldRate', 'toldBurst', 'virtual:' .. ask.lane, 'answered')
local ceiling = tonumber(stored[5]) or ask.perSecond
local burst = tonumber(stored[6]) or ask.burst
local rate = math.min(tonumber(stored[2]) or ceiling, ceiling)

if rate < ceiling then
  local since = math.max(tonumber(stored[4]) or 0, (tonumber(stored[3]) or 0) + ask.quietMs - ask.climbEveryMs)
  local steps = math.floor((now - since) / ask.climbEveryMs)
  if steps > 0 then
    rate = math.min(ceiling, rate + steps * ask.climbShare * ceiling)
    redis.call('HSET', state, 'rate', text(rate), 'climbed', text(since + steps * ask.climbEveryMs))
    if rate == ceiling then redis.call('HDEL', state, 'rate') end
  end
end

local interval = ask.cost * 1000 / rate
if burst == 0 then interval = interval * (1 + ask.margin) end
-- Of a shop that is new, or that Redis forgot, the moment before may have been used, or half of the burst.
local tat = tonumber(stored[1]) or (now + math.max(burst * 500 / rate, burst == 0 and interval or 0))
local whole = burst * 1000 / rate
local kept = burst == 0 and 0 or math.max(whole * ask.keepShare, ask.bucketReserveMs)
local room = math.max(whole - kept, interval)
local at = math.max(now, tat + interval - room)
local horizon = math.min(ask.horizonMaxMs, ask.horizonCalls * interval)

if at - now <= horizon then
  local after = math.max(tat, at) + interval
  if burst == 0 and (not stored[1] or now - tat > ask.coldMs) then after = after + ask.warmUpMs end
  after = text(after)
  redis.call('HSET', state, 'tat', after)
  redis.call('LPUSH', grants, text(at) .. ' ' .. ask.cost)
  redis.call('LTRIM', grants, 0, ask.grantsKept - 1)
  redis.call('PEXPIRE', state, ask.forgetMs)
  redis.call('PEXPIRE', grants, ask.forgetMs)
  if burst > 0 then
    redis.call('HSET', outstanding, ask.booking, text(at) .. ' ' .. ask.cost .. ' ' .. (stored[8] or 0))
    redis.call('PEXPIRE', outstanding, ask.forgetMs)
  end
  return { 1, text(at - now), text(rate), text(tat), after }
end

local virtual = math.max(tonumber(stored[7]) or 0, at - horizon)
redis.call('HSET', state, 'virtual:' .. ask.lane, text(virtual + interval))
redis.call('PEXPIRE', state, ask.forgetMs)
return { 0, text(virtual - now), text(rate) }
