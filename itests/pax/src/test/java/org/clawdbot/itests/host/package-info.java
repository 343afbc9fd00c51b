/** The frameworks the tests run in; nothing of this package is used inside them. */
@NullMarked
package org.clawdbot.itests.host;

import org.jspecify.annotations.NullMarked;
