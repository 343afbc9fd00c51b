/**
 * Which credentials the simulator accepts, and how it refuses the others.
 */
@NullMarked
package org.clawdbot.testkit.simulator.auth;

import org.jspecify.annotations.NullMarked;
