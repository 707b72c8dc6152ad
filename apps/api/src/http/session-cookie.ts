/** Name of the cookie of a session; over https it begins with `__Secure-`. */
export const SESSION_COOKIE = 'shopmirror.session_token'
