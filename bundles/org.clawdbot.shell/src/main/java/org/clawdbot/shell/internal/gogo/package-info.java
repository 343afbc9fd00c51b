/** The commands as functions of the consoles of Gogo and Karaf. */
@NullMarked
package org.clawdbot.shell.internal.gogo;

import org.jspecify.annotations.NullMarked;
