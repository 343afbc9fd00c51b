/**
 * The scripted Chutes server: start it with {@link org.clawdbot.testkit.simulator.ChutesSimulator}, or as a program.
 */
@NullMarked
package org.clawdbot.testkit.simulator;

import org.jspecify.annotations.NullMarked;
