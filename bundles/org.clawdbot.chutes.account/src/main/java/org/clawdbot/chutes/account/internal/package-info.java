@NullMarked
package org.clawdbot.chutes.account.internal;

import org.jspecify.annotations.NullMarked;
