-- Releases a reserved slot. In a bucket its cost is refunded; of paced slots only the last one can be released.
-- KEYS: state, recent grants, outstanding calls. ARGV: booking id, tat before and after the booking.
local state, grants, outstanding = KEYS[1], KEYS[2], KEYS[3]
local tat = redis.call('HGET', state, 'tat')
local booking = redis.call('HGET', outstanding, ARGV[1])
if booking and tat then
  local at, cost = string.match(booking, '(%S+) (%S+)')
  redis.call('HDEL', outstanding, ARGV[1])
  redis.call('LREM', grants, 1, at .. ' ' .. cost)
  redis.call('HSET', state, 'tat', string.format('%.3f', tonumber(tat) - (tonumber(ARGV[3]) - tonumber(ARGV[2]))))
  return 1
end
if tat ~= ARGV[3] then return 0 end
redis.call('HSET', state, 'tat', ARGV[2])
redis.call('LPOP', grants)
return 1
