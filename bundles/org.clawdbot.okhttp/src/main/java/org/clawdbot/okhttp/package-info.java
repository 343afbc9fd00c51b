/** What only the bundle that brings OkHttp can offer. */
@org.osgi.annotation.versioning.Version("1.0.0")
package org.clawdbot.okhttp;
