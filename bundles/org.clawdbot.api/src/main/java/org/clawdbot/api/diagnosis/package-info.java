/**
 * How a part of the host tells what is wrong with it: each registers {@link org.clawdbot.api.diagnosis.SelfCheck}
 * services for what only it can know, and whoever shows the findings ({@code clawdbot doctor}, a health check) asks all
 * of them.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("1.0.0")
@NullMarked
package org.clawdbot.api.diagnosis;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
