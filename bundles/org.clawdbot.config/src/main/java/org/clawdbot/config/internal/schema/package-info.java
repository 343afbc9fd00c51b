/** What may stand in the configuration file, as data, and the one reader that checks a file against it. */
@NullMarked
package org.clawdbot.config.internal.schema;

import org.jspecify.annotations.NullMarked;
