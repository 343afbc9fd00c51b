/** The turn: ask the model, run the tools it calls, ask again until it answers. */
@NullMarked
package org.clawdbot.agent.internal;

import org.jspecify.annotations.NullMarked;
