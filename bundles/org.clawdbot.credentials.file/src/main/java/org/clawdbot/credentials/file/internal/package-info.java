@NullMarked
package org.clawdbot.credentials.file.internal;

import org.jspecify.annotations.NullMarked;
