/** The half of the driver that runs inside the framework. */
@NullMarked
package org.clawdbot.pax.jupiter.internal;

import org.jspecify.annotations.NullMarked;
