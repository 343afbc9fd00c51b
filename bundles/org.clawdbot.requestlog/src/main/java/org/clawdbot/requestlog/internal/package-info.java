/** Logs chat requests to a file. */
@NullMarked
package org.clawdbot.requestlog.internal;

import org.jspecify.annotations.NullMarked;
