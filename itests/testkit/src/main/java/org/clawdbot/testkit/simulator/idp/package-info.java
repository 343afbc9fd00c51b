/**
 * "Sign in with Chutes": the identity provider of the simulator. {@link org.clawdbot.testkit.simulator.idp.Idp} is the
 * way in for tests.
 */
@NullMarked
package org.clawdbot.testkit.simulator.idp;

import org.jspecify.annotations.NullMarked;
