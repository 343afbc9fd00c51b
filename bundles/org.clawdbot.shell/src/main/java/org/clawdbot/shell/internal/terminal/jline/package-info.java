/** The only package that knows JLine, which a host may lack: then nothing here is ever loaded. */
@NullMarked
package org.clawdbot.shell.internal.terminal.jline;

import org.jspecify.annotations.NullMarked;
