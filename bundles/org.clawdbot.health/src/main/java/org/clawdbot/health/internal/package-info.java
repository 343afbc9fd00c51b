/** Health checks for the executor of Apache Felix. */
@NullMarked
package org.clawdbot.health.internal;

import org.jspecify.annotations.NullMarked;
