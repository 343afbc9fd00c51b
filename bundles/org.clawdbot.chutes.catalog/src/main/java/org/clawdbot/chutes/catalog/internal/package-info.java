@NullMarked
package org.clawdbot.chutes.catalog.internal;

import org.jspecify.annotations.NullMarked;
