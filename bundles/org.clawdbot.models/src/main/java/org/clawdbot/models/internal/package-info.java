@NullMarked
package org.clawdbot.models.internal;

import org.jspecify.annotations.NullMarked;
