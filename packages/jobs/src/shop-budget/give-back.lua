-- Takes a booking back, unless somebody has booked behind it since.
-- KEYS: state, recent grants. ARGV: tat before and after the booking.
if redis.call('HGET', KEYS[1], 'tat') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'tat', ARGV[1])
redis.call('LPOP', KEYS[2])
return 1
