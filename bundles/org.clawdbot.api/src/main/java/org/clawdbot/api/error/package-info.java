/**
 * One unchecked, sealed error root for everything that can go wrong between a request and its answer.
 *
 * <p>Whether a failure may be retried, and what it is about, are methods of the root, so that callers decide without
 * knowing the subtype. Messages say what failed and what to do; they never carry a credential, a prompt or a whole
 * response body.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
@NullMarked
package org.clawdbot.api.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
