-- A 429: nothing may be sent for a while, and the rate limit is lower than estimated.
-- KEYS: state, recent grants. ARGV: the signal as JSON.
local state, grants, signal = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = signal.now or time[1] * 1000 + time[2] / 1000
local function text(number) return string.format('%.3f', number) end

local stored = redis.call('HMGET', state, 'tat', 'rate', 'ignore429Until', 'reportedRate', 'reportedBurst')
local ceiling = tonumber(stored[4]) or signal.perSecond
local burst = tonumber(stored[5]) or signal.burst
local rate = math.min(tonumber(stored[2]) or ceiling, ceiling)
local emptied = now + signal.retryAfterMs + burst * 1000 / rate
redis.call('HSET', state, 'tat', text(math.max(tonumber(stored[1]) or 0, emptied)))
redis.call('PEXPIRE', state, signal.ttlMs)

-- Calls that were already in flight are refused for the same reason, so they do not lower the rate again.
if now < (tonumber(stored[3]) or 0) then return text(rate) end

-- What was sent in the second before the refused call was accepted. Network jitter brings calls closer together, so the second is a bit longer.
local function acceptedBeforeTheLast()
  local sent = {}
  for _, grant in ipairs(redis.call('LRANGE', grants, 0, -1)) do
    local at, cost = string.match(grant, '(%S+) (%S+)')
    if tonumber(at) <= now then table.insert(sent, { at = tonumber(at), cost = tonumber(cost) }) end
  end
  table.sort(sent, function(a, b) return a.at > b.at end)
  local accepted = 0
  for index = 2, #sent do
    if sent[1].at - sent[index].at < 1000 + signal.jitterMs then accepted = accepted + sent[index].cost end
  end
  return accepted
end

local accepted = burst == 0 and acceptedBeforeTheLast() or 0
local lowered = math.max(rate / 2, accepted)
-- The full estimated rate was accepted: the rate is about right, and only the calls arrived too close together.
if accepted >= rate then lowered = rate * (1 - signal.spacingShare) end
rate = math.max(lowered, math.min(rate, ceiling * signal.floorShare))
local ignore429Until = now + math.max(signal.settleMs, signal.retryAfterMs)
redis.call('HSET', state, 'rate', text(rate), 'lowered', text(now), 'ignore429Until', text(ignore429Until))
return text(rate)
