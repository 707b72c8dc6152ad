-- The platform told the state of its own bucket: that is the truth, whatever was booked or learned before.
-- KEYS: state. ARGV: the answer as JSON.
local state, told = KEYS[1], cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local tat = now + (told.maximum - told.available) * 1000 / told.restorePerSecond
redis.call('HSET', state, 'tat', string.format('%.3f', tat), 'toldRate', told.restorePerSecond, 'toldBurst', told.maximum)
redis.call('HDEL', state, 'rate')
redis.call('PEXPIRE', state, told.forgetMs)
return tostring(told.restorePerSecond)
