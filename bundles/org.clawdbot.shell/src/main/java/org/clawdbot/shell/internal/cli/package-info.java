/** One command line from words to an exit code: parsing, help, failures, JSON. */
@NullMarked
package org.clawdbot.shell.internal.cli;

import org.jspecify.annotations.NullMarked;
