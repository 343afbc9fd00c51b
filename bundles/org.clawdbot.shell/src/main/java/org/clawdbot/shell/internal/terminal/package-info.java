/** Where a command reads and writes, and how text is laid out there. */
@NullMarked
package org.clawdbot.shell.internal.terminal;

import org.jspecify.annotations.NullMarked;
