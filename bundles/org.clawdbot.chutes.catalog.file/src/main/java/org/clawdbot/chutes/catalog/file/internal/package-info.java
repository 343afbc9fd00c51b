@NullMarked
package org.clawdbot.chutes.catalog.file.internal;

import org.jspecify.annotations.NullMarked;
