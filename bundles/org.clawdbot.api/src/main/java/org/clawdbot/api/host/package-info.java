/**
 * What a bundle may know about the host it runs in: the environment, the configuration file and the state folder.
 *
 * <p>Bundles that only serve a container need none of this, since they are configured by PID. The host's own commands
 * use it to read what the user wrote, to change it without disturbing the rest of the file, and to keep files safe.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.1.0")
@NullMarked
package org.clawdbot.api.host;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
