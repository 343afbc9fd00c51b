/**
 * What every route group shares: routing, recorded requests, paced answers, and noticing that a client left.
 */
@NullMarked
package org.clawdbot.testkit.simulator.http;

import org.jspecify.annotations.NullMarked;
