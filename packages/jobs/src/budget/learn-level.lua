-- The platform told how full its own bucket is, in its answer to one of our calls.
-- What is told is a range, not a point: calls still asleep are not in it, calls on the wire may or may not be, and so may
-- calls that were answered while this one was under way (answers overtake one another). The bookings of `tat` are kept
-- where they lie within that range, else moved to its nearer end.
-- KEYS: state, outstanding calls. ARGV: the answer as JSON.
local state, outstanding, told = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = told.now or time[1] * 1000 + time[2] / 1000
local msPerPoint = 1000 / told.restorePerSecond
local function text(number) return string.format('%.3f', number) end

local stored = redis.call('HMGET', state, 'tat', 'answered')
local tat, answered = tonumber(stored[1]), tonumber(stored[2]) or 0

local answeredMeanwhile
local booking = redis.call('HGET', outstanding, told.booking)
if booking then
  local _, cost, answeredBefore = string.match(booking, '(%S+) (%S+) (%S+)')
  redis.call('HDEL', outstanding, told.booking)
  redis.call('HINCRBYFLOAT', state, 'answered', cost)
  answeredMeanwhile = answered - tonumber(answeredBefore)
  -- Booked is the most a call can cost; what it did not cost is there again.
  if tat and told.charged then tat = tat - (tonumber(cost) - told.charged) * msPerPoint end
end

local asleep, onTheWire = 0, 0
local entries = redis.call('HGETALL', outstanding)
for index = 1, #entries, 2 do
  local at, cost = string.match(entries[index + 1], '(%S+) (%S+)')
  at, cost = tonumber(at), tonumber(cost)
  if at > now then asleep = asleep + cost
  elseif now - at < told.answerMs then onTheWire = onTheWire + cost
  else redis.call('HDEL', outstanding, entries[index]) end
end

local earliest = now + (told.maximum - told.available + asleep) * msPerPoint
-- Of an answer whose booking is forgotten nobody knows what was answered meanwhile: it may only lower what is believed.
local latest = answeredMeanwhile and earliest + (onTheWire + answeredMeanwhile) * msPerPoint or math.huge
tat = tat and math.min(math.max(tat, earliest), latest) or earliest + onTheWire * msPerPoint

redis.call('HSET', state, 'tat', text(tat), 'toldRate', told.restorePerSecond, 'toldBurst', told.maximum)
redis.call('HDEL', state, 'rate')
redis.call('PEXPIRE', state, told.forgetMs)
return tostring(told.restorePerSecond)
