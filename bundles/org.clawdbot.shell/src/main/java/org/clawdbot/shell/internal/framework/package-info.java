/** What the OSGi framework knows about bundles and components that do not work, for {@code doctor}. */
@NullMarked
package org.clawdbot.shell.internal.framework;

import org.jspecify.annotations.NullMarked;
