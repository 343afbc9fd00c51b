/** The parts of the host that the commands use, and the process command line. */
@NullMarked
package org.clawdbot.shell.internal;

import org.jspecify.annotations.NullMarked;
