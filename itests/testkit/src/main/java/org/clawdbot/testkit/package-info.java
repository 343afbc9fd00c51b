/** Fakes that the tests of several modules share. */
@NullMarked
package org.clawdbot.testkit;

import org.jspecify.annotations.NullMarked;
