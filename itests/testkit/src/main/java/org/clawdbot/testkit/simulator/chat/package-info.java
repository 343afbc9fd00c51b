/**
 * The inference routes: model list, gateway checks and the scripted engine.
 */
@NullMarked
package org.clawdbot.testkit.simulator.chat;

import org.jspecify.annotations.NullMarked;
