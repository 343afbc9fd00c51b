@NullMarked
package org.clawdbot.http.internal;

import org.jspecify.annotations.NullMarked;
