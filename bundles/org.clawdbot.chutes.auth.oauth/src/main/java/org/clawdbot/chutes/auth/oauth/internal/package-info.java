@NullMarked
package org.clawdbot.chutes.auth.oauth.internal;

import org.jspecify.annotations.NullMarked;
