-- The platform reported the level of its own bucket in an answer to one of our calls.
-- The report gives a range, not a point: reserved calls that are not sent yet are not in it, calls in flight may or may not
-- be, and so may calls that were answered while this one was in flight (answers overtake one another). `tat` is kept
-- when it lies within that range, else moved to the nearer end.
-- KEYS: state, outstanding calls. ARGV: the reported level as JSON.
local state, outstanding, report = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = report.now or time[1] * 1000 + time[2] / 1000
local msPerPoint = 1000 / report.restorePerSecond
local function text(number) return string.format('%.3f', number) end

local stored = redis.call('HMGET', state, 'tat', 'answered')
local tat, answered = tonumber(stored[1]), tonumber(stored[2]) or 0

local answeredDuringCall
local booking = redis.call('HGET', outstanding, report.booking)
if booking then
  local _, cost, answeredBefore = string.match(booking, '(%S+) (%S+) (%S+)')
  redis.call('HDEL', outstanding, report.booking)
  redis.call('HINCRBYFLOAT', state, 'answered', cost)
  answeredDuringCall = answered - tonumber(answeredBefore)
  -- The reservation was for the highest possible cost; the difference to the actual cost is refunded.
  if tat and report.charged then tat = tat - (tonumber(cost) - report.charged) * msPerPoint end
end

local notSent, inFlight = 0, 0
local entries = redis.call('HGETALL', outstanding)
for index = 1, #entries, 2 do
  local at, cost = string.match(entries[index + 1], '(%S+) (%S+)')
  at, cost = tonumber(at), tonumber(cost)
  if at > now then notSent = notSent + cost
  elseif now - at < report.answerMs then inFlight = inFlight + cost
  else redis.call('HDEL', outstanding, entries[index]) end
end

local earliest = now + (report.maximum - report.available + notSent) * msPerPoint
-- Without its booking (expired) it is unknown what was answered during the call: the report may only lower the estimate.
local latest = answeredDuringCall and earliest + (inFlight + answeredDuringCall) * msPerPoint or math.huge
tat = tat and math.min(math.max(tat, earliest), latest) or earliest + inFlight * msPerPoint

redis.call('HSET', state, 'tat', text(tat), 'reportedRate', report.restorePerSecond, 'reportedBurst', report.maximum)
redis.call('HDEL', state, 'rate')
redis.call('PEXPIRE', state, report.ttlMs)
return tostring(report.restorePerSecond)
