package org.clawdbot.chutes.auth.oauth.internal;

import org.clawdbot.api.auth.Secret;
import org.jspecify.annotations.Nullable;

/** An app registered at Chutes, for which the user signs in; without its secret if nobody knows one. */
record Client(String id, @Nullable Secret secret) {}
