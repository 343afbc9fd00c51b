/** Tests of the bundles as modules of the Java platform. */
@NullMarked
package org.clawdbot.jpms;

import org.jspecify.annotations.NullMarked;
