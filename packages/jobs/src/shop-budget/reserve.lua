-- Books the next free moment of a shop's allowance. One hash per shop; times in milliseconds of Redis' clock.
--   tat                 when the allowance would be whole again, were nothing booked any more (GCRA)
--   rate                what a 429 taught, per second; lowered, climbed: when it last changed; deaf: 429s until then teach nothing
--   toldRate, toldBurst what the platform said of its own bucket; above the policy
--   virtual:<lane>      how far the callers sent away have been spread
-- KEYS: state, recent grants. ARGV: the question as JSON.
local state, grants, ask = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local function text(number) return string.format('%.3f', number) end

local stored = redis.call('HMGET', state, 'tat', 'rate', 'lowered', 'climbed', 'toldRate', 'toldBurst', 'virtual:' .. ask.lane)
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
local room = math.max(burst * 1000 / rate * (1 - ask.keepShare), interval)
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
  return { 1, text(at - now), text(rate), text(tat), after }
end

local virtual = math.max(tonumber(stored[7]) or 0, at - horizon)
redis.call('HSET', state, 'virtual:' .. ask.lane, text(virtual + interval))
redis.call('PEXPIRE', state, ask.forgetMs)
return { 0, text(virtual - now), text(rate) }
