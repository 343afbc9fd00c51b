/** The guided tour: real processes of the real command against the simulator. */
@NullMarked
package org.clawdbot.shell.internal.demo;

import org.jspecify.annotations.NullMarked;
