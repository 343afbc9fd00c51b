/** Chooses one of many in a window: what is known and shown, apart from the terminal it is shown on. */
@NullMarked
package org.clawdbot.shell.internal.picker;

import org.jspecify.annotations.NullMarked;
