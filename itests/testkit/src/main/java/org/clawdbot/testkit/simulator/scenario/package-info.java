/**
 * What the server should do instead of its normal behaviour, in code or from a JSON file.
 */
@NullMarked
package org.clawdbot.testkit.simulator.scenario;

import org.jspecify.annotations.NullMarked;
