/** Tells OpenTelemetry of chat requests. */
@NullMarked
package org.clawdbot.telemetry.internal;

import org.jspecify.annotations.NullMarked;
