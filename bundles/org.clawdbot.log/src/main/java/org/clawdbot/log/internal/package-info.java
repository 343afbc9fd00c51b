/** Hands the entries of the OSGi log on to {@link java.lang.System.Logger}. */
@NullMarked
package org.clawdbot.log.internal;

import org.jspecify.annotations.NullMarked;
