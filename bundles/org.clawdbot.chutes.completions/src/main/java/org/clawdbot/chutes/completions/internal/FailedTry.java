package org.clawdbot.chutes.completions.internal;

import org.clawdbot.api.error.ModelException;

/**
 * A try that ended before the first token.
 *
 * @param error what the caller would be told
 * @param sent whether anything of the request may have reached the server
 * @param retryForbidden whether the server said {@code x-should-retry: false}
 */
record FailedTry(ModelException error, boolean sent, boolean retryForbidden) {}
