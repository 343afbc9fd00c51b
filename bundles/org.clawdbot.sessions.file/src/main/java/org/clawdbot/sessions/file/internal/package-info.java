/** Conversations in files, one line for each message. */
@org.jspecify.annotations.NullMarked
package org.clawdbot.sessions.file.internal;
