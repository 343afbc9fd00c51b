/**
 * Test classes that run inside an OSGi framework: annotate a class with {@link org.clawdbot.pax.jupiter.InContainer}, and its
 * {@code @BeforeEach}, {@code @Test} and {@code @AfterEach} methods run in a probe bundle there.
 */
@Version("1.0.0")
@NullMarked
package org.clawdbot.pax.jupiter;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
