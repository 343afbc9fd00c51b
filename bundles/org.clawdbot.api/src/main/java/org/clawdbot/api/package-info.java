/** Probe. */
@org.jspecify.annotations.NullMarked
package org.clawdbot.api;
