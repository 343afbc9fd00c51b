/** Benchmarks stand in the package of what they measure, none of which is public. */
package org.clawdbot.chutes.completions.internal;
