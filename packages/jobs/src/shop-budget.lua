-- Books the next free moment of a shop's allowance. One hash per shop, times in milliseconds of Redis' clock.
--   tat      when the allowance would be whole again, were nothing booked any more (GCRA)
--   rate     what has been learned, per second; changed, throttled: when that was
--   v<lane>  how far the callers sent away have been spread
-- KEYS[1] state, KEYS[2] recent grants.
-- ARGV: cost, lane, perSecond, burst, horizonCalls, keepShare, margin, quietMs, step, ttlMs, horizonMaxMs
local cost, lane, policy, burst = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local calls, keep, margin = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local quiet, step, ttl, longest = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])

local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local stored = redis.call('HMGET', KEYS[1], 'tat', 'rate', 'changed', 'v' .. lane)
local rate = math.min(tonumber(stored[2]) or policy, policy)
local changed = tonumber(stored[3]) or now
local function text(number) return string.format('%.3f', number) end

if rate < policy and now - changed >= quiet then
  local steps = math.floor((now - changed) / quiet)
  rate = math.min(policy, rate * (1 + step) ^ steps)
  changed = changed + steps * quiet
  redis.call('HSET', KEYS[1], 'rate', text(rate), 'changed', text(changed))
end

local interval = cost * 1000 / rate * (1 + margin)
-- Nothing is known of a new shop, or Redis forgot: half of a burst may be gone already.
local tat = tonumber(stored[1]) or (now + burst * 500 / rate)
local room = math.max(burst * 1000 / rate * (1 - keep), interval)
local at = math.max(now, tat + interval - room)
local horizon = math.min(longest, calls * interval)

if at - now <= horizon then
  redis.call('HSET', KEYS[1], 'tat', text(math.max(tat, at) + interval))
  redis.call('PEXPIRE', KEYS[1], ttl)
  redis.call('LPUSH', KEYS[2], text(at))
  redis.call('LTRIM', KEYS[2], 0, 63)
  redis.call('PEXPIRE', KEYS[2], ttl)
  return { 1, text(at - now), text(rate) }
end

local virtual = math.max(tonumber(stored[4]) or 0, at - horizon)
redis.call('HSET', KEYS[1], 'v' .. lane, text(virtual + interval))
redis.call('PEXPIRE', KEYS[1], ttl)
return { 0, text(virtual - now), text(rate) }
