/** The server, the work and the measuring: all that every contestant has in common. Depends on nothing but Java. */
package org.clawdbot.benchmarks.driver;
