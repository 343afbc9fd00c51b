/**
 * Annotations with which a component says what it is: the provider it serves and the kind of part it plays.
 *
 * <p>Each becomes a service property, and whoever composes the parts joins them by {@code model.provider}.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
@NullMarked
package org.clawdbot.api.provider;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
