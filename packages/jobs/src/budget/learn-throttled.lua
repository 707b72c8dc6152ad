-- A 429: nothing is left for a while, and the allowance is smaller than was thought.
-- KEYS: state, recent grants. ARGV: the lesson as JSON.
local state, grants, lesson = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = lesson.now or time[1] * 1000 + time[2] / 1000
local function text(number) return string.format('%.3f', number) end

local stored = redis.call('HMGET', state, 'tat', 'rate', 'deaf', 'toldRate', 'toldBurst')
local ceiling = tonumber(stored[4]) or lesson.perSecond
local burst = tonumber(stored[5]) or lesson.burst
local rate = math.min(tonumber(stored[2]) or ceiling, ceiling)
local emptied = now + lesson.retryAfterMs + burst * 1000 / rate
redis.call('HSET', state, 'tat', text(math.max(tonumber(stored[1]) or 0, emptied)))
redis.call('PEXPIRE', state, lesson.forgetMs)

-- Calls that were under way already are refused for the same reason: they teach nothing new.
if now < (tonumber(stored[3]) or 0) then return text(rate) end

-- What was sent in the second before the refused call was taken. Calls are squeezed on their way, so the second is a bit longer.
local function acceptedBeforeTheLast()
  local sent = {}
  for _, grant in ipairs(redis.call('LRANGE', grants, 0, -1)) do
    local at, cost = string.match(grant, '(%S+) (%S+)')
    if tonumber(at) <= now then table.insert(sent, { at = tonumber(at), cost = tonumber(cost) }) end
  end
  table.sort(sent, function(a, b) return a.at > b.at end)
  local accepted = 0
  for index = 2, #sent do
    if sent[1].at - sent[index].at < 1000 + lesson.squeezeMs then accepted = accepted + sent[index].cost end
  end
  return accepted
end

local accepted = burst == 0 and acceptedBeforeTheLast() or 0
local lowered = math.max(rate / 2, accepted)
-- All that was believed was taken: the rate is about right, and the calls came too close to one another.
if accepted >= rate then lowered = rate * (1 - lesson.squeezeShare) end
rate = math.max(lowered, math.min(rate, ceiling * lesson.floorShare))
local deaf = now + math.max(lesson.settleMs, lesson.retryAfterMs)
redis.call('HSET', state, 'rate', text(rate), 'lowered', text(now), 'deaf', text(deaf))
return text(rate)
