/** Contract kits: what every implementation of a seam promises. Extend one, supply the implementation, run the tests. */
package org.clawdbot.contracts;
