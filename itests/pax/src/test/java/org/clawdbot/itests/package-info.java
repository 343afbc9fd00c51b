/** Tests of the bundles in running frameworks: the hosts outside, the test methods inside. */
@NullMarked
package org.clawdbot.itests;

import org.jspecify.annotations.NullMarked;
