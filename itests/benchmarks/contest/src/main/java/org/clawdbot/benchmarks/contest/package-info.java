/** Our own contestant, what it is measured against beside the peers, and the contest itself. */
package org.clawdbot.benchmarks.contest;
