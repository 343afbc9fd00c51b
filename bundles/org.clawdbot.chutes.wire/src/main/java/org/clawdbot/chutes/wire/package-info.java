/**
 * What the Chutes bundles share about the wire: reading JSON without binding it, and the one mapper from a failed
 * exchange to an error. No HTTP or JSON library shows in a signature.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.1.0")
@NullMarked
package org.clawdbot.chutes.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
