@NullMarked
package org.clawdbot.chutes.auth.apikey.internal;

import org.jspecify.annotations.NullMarked;
