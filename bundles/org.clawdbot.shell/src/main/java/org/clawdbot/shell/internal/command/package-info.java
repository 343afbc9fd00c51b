/** The commands, the same for every front end. */
@NullMarked
package org.clawdbot.shell.internal.command;

import org.jspecify.annotations.NullMarked;
