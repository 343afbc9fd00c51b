/** A JSON5 reader that knows where everything is written, and an editor that changes nothing else. */
@NullMarked
package org.clawdbot.config.internal.json5;

import org.jspecify.annotations.NullMarked;
