@NullMarked
package org.clawdbot.chutes.completions.internal;

import org.jspecify.annotations.NullMarked;
