/** Two tools every host has, which also show how a bundle offers one. */
@NullMarked
package org.clawdbot.agent.internal.tool;

import org.jspecify.annotations.NullMarked;
