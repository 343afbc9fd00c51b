/**
 * Starts a bare Felix with the bundles of a distribution folder and runs one command in it, or keeps it running.
 *
 * <p>The first thing the script {@code clawdbot} calls. Nothing in here is exported to bundles; they are reached through
 * types of the JDK only.
 */
@NullMarked
package org.clawdbot.launcher;

import org.jspecify.annotations.NullMarked;
