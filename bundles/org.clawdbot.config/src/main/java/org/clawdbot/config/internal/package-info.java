/** From the configuration file to ConfigAdmin and back. */
@NullMarked
package org.clawdbot.config.internal;

import org.jspecify.annotations.NullMarked;
